namespace Pharos.Server.Tests.Events;

/// <summary>A server that takes proposals of several megabytes.</summary>
public sealed class LargeProposalServer : TestServer
{
    protected override string Configuration => base.Configuration.Replace("65536", "8388608", StringComparison.Ordinal);
}
