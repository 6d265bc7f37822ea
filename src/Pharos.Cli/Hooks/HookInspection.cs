using System.Text;
using Pharos.Proposals;
using Pharos.Server.Configuration;
using Pharos.Server.Hooks;

namespace Pharos.Cli.Hooks;

/// <summary>Looks at every part that a hook's answer hangs on.</summary>
internal sealed class HookInspection(DataFolder data, HookTarget target, string subject, TimeProvider clock)
{
    private string Install => $"pharos hook install {target.Agent.Name}";

    /// <summary>Looks at everything on this disk.</summary>
    public IEnumerable<HookFinding> LookAtFiles()
    {
        yield return Settings();
        yield return Enabled();
        yield return Shim();
        yield return new HookFinding("curl", HookShim.HasTool("curl"), HookShim.HasTool("curl") ? HookShim.Locate("curl") : "missing; every action is denied until it is installed");
        yield return Token();
        if (BreakGlass() is { } open)
        {
            yield return open;
        }
    }

    /// <summary>Asks the server.</summary>
    /// <returns>What was found, and whether agents share the server's account; null when it is not known.</returns>
    public async Task<(IReadOnlyList<HookFinding> Findings, bool? SharesUser)> AskServerAsync(HookServer server, CancellationToken cancellationToken)
    {
        var (health, problem) = await server.SendAsync(HttpMethod.Get, "/api/health", null, cancellationToken);
        if (health is not { } answer)
        {
            return ([new HookFinding("server", false, problem!.Message)], null);
        }

        var status = answer.TryGetProperty("status", out var text) ? text.GetString() : "unknown";
        bool? shares = answer.TryGetProperty("sharedUser", out var shared) ? shared.ValueKind == System.Text.Json.JsonValueKind.True : null;
        var findings = new List<HookFinding> { new("server", status != "unhealthy", $"{status} at {data.Socket}") };
        if (target.Project is not null)
        {
            findings.Add(await WorkspaceAsync(server, cancellationToken));
        }

        return (findings, shares);
    }

    private async Task<HookFinding> WorkspaceAsync(HookServer server, CancellationToken cancellationToken)
    {
        var (list, problem) = await server.SendAsync(HttpMethod.Get, "/api/workspaces", null, cancellationToken);
        var found = list is not { } answer ? null : answer.GetProperty("workspaces").EnumerateArray()
            .Where(workspace => LexicalPath.IsWithin(target.Project!, workspace.GetProperty("root").GetString()!))
            .OrderByDescending(workspace => workspace.GetProperty("root").GetString()!.Length)
            .Select(workspace => $"{workspace.GetProperty("root")}, mode {workspace.GetProperty("mode")}, profile {workspace.GetProperty("profile")}")
            .FirstOrDefault();
        return found is not null
            ? new HookFinding("workspace", true, found)
            : new HookFinding("workspace", false, problem?.Message ?? $"{target.Project} is not registered and judged strictly; run: {Install}");
    }

    private HookFinding Settings()
    {
        try
        {
            var agent = target.Agent;
            var present = new HookSettings(agent.Layout).Find(new SettingsFile(target.Settings).Read());
            var missing = agent.Events.Where(name => !present.Contains(agent.EntryOf(name, HookShim.PathIn(data.Root), subject))
                && !present.Contains(agent.EntryOf(name, HookShim.PathIn(data.Root), subject, blockOnFailure: false))).ToList();
            return missing.Count == 0
                ? new HookFinding("settings", true, $"every event in {target.Settings}")
                : new HookFinding("settings", false, $"{string.Join(", ", missing)} missing or changed in {target.Settings}; run: {Install}");
        }
        catch (HookSettingsException problem)
        {
            return new HookFinding("settings", false, $"{target.Settings}: {problem.Message}");
        }
    }

    private HookFinding Enabled()
    {
        try
        {
            return target.Agent.Obstacles(target).FirstOrDefault() is { } obstacle
                ? new HookFinding("enabled", false, obstacle)
                : new HookFinding("enabled", true, "nothing that can be seen from here turns the hooks off");
        }
        catch (HookSettingsException problem)
        {
            return new HookFinding("enabled", false, problem.Message);
        }
    }

    private HookFinding Shim()
    {
        var path = HookShim.PathIn(data.Root);
        if (!File.Exists(path))
        {
            return new HookFinding("shim", false, $"{path} is missing: every action is denied; run: {Install}");
        }

        var mode = File.GetUnixFileMode(path);
        return !File.ReadAllBytes(path).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(HookShim.Render(data.Root)))
                ? new HookFinding("shim", false, $"{path} is not what this version writes; if you have not just upgraded, find out who changed it. Then run: {Install}")
            : (mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != UnixFileMode.None ? new HookFinding("shim", false, $"{path} can be written by others; run: {Install}")
            : (mode & UnixFileMode.UserExecute) == UnixFileMode.None ? new HookFinding("shim", false, $"{path} is not executable; run: {Install}")
            : new HookFinding("shim", true, $"unchanged at {path}");
    }

    private HookFinding Token()
    {
        var path = HookToken.PathIn(data, subject);
        var expires = HookToken.ReadExpiry(path);
        return expires == DateTimeOffset.MinValue ? new HookFinding("token", false, $"{path} is missing or holds no token; run: {Install}")
            : (File.GetUnixFileMode(path) & ~DataFolder.SecretMode) != UnixFileMode.None ? new HookFinding("token", false, $"{path} can be read by others; chmod 600 it and revoke the token")
            : expires <= clock.GetUtcNow() ? new HookFinding("token", false, $"expired at {expires:u}; run: {Install}")
            : new HookFinding("token", true, $"{subject} until {expires:u}");
    }

    private HookFinding? BreakGlass()
    {
        var path = Path.Combine(data.Root, BreakGlassFile.Name);
        return !File.Exists(path) ? null
            : BreakGlassFile.TryRead(File.ReadAllText(path)) is { } file && file.Until > clock.GetUtcNow()
                ? new HookFinding("break-glass", false, $"open until {file.Until:u}, by {file.Who}: {file.Why}")
            : new HookFinding("break-glass", true, "a closed file waits to be recorded at the server's next start");
    }
}
