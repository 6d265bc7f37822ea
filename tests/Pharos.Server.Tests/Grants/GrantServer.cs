namespace Pharos.Server.Tests.Grants;

/// <summary>A server with a workspace outside its data folder, where unknown programs are left open and not refused for the gate's sake.</summary>
public sealed class GrantServer : TestServer
{
    public const string Root = "/srv/granted";

    protected override string Configuration => base.Configuration.Replace($"- root: {Workspace}", $"- root: {Root}", StringComparison.Ordinal);

    public string Propose(string command) => Command(command).Replace(Workspace, Root, StringComparison.Ordinal);
}
