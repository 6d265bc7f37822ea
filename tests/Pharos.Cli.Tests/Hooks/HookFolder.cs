using Pharos.Cli.Hooks;

namespace Pharos.Cli.Tests.Hooks;

/// <summary>A data folder with a shim and a token, and the two clients that ask the gate of it.</summary>
public sealed class HookFolder : IDisposable
{
    public const string Subject = "claude-code";
    public const string Payload = """{"session_id":"s1","cwd":"/srv/app","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"t1"}""";

    // A slow machine needs seconds to start curl and to read a large request; a gate that never answers is waited for in tests of their own.
    private const int PatientSeconds = 60;

    public HookFolder()
    {
        Root = Directory.CreateTempSubdirectory("ph hook'").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "hooks"));
        Directory.CreateDirectory(Path.Combine(Root, "tokens"));
        File.WriteAllText(TokenFile, "Authorization: Bearer ph_test.test\n");
        Limit(PatientSeconds);
    }

    public string Root { get; }

    public string Shim => HookShim.PathIn(Root);

    public string TokenFile => Path.Combine(Root, "tokens", Subject + ".hook");

    /// <summary>Writes the shim anew, with another deadline.</summary>
    internal void Limit(int seconds) => File.WriteAllText(Shim, HookShim.Render(Root, seconds));

    /// <summary>Runs the client as its agent would.</summary>
    internal Task<HookRun> RunAsync(string client, string eventName, string payload = Payload, string agent = "claude-code") => HookRun.StartAsync(
        client == "sh" ? CommandOf(eventName, agent)
            : $"{HookShim.Quote(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet")} {HookShim.Quote(Path.Combine(AppContext.BaseDirectory, "pharos-hook.dll"))} {eventName} {Subject} {HookShim.Quote(Root)} {agent}",
        payload,
        TimeProvider.System,
        CancellationToken.None);

    /// <summary>The command as it stands in the agent's settings.</summary>
    internal string CommandOf(string eventName, string agent = "claude-code") => KnownAgents.Of(agent).EntryOf(eventName, Shim, Subject).Command;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
