using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Tests.Hooks;

/// <summary>A server with a workspace outside its data folder and one in dry-run, asked as Claude Code's hooks ask.</summary>
public class HookTestServer : TestServer
{
    public string Project { get; } = Directory.CreateTempSubdirectory("ph-project-").FullName;

    public string DryRun { get; } = Directory.CreateTempSubdirectory("ph-dry-").FullName;

    protected override string Configuration => $"""
        {base.Configuration.Replace($"  - root: {Workspace}", $"  - root: {Project}\n  - root: {DryRun}\n    mode: dry-run", StringComparison.Ordinal)}
        validate:
          allowWithoutToken: true
        """;

    /// <summary>Sends an event with a body, and reads the answer, which must be HTTP 200 whatever happens.</summary>
    public async Task<JsonElement> HookAsync(string eventName, string body, string? token = null, string agent = "claude-code")
    {
        using var response = await SendAsync("POST", $"/hooks/{agent}?event={eventName}", token ?? await TokenAsync(Role.Agent), body);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentLength.ShouldNotBeNull();
        return await JsonAsync(response);
    }

    /// <summary>A payload of Claude Code.</summary>
    public string Payload(string eventName, string tool, object input, string use, string session = "s1", string mode = "default", string? cwd = null, string extra = "") =>
        $$"""
        {"session_id":"{{session}}","transcript_path":"/t","cwd":"{{cwd ?? Project}}","permission_mode":"{{mode}}","hook_event_name":"{{eventName}}","tool_name":"{{tool}}",
         "tool_input":{{JsonSerializer.Serialize(input)}}{{(use.Length == 0 ? "" : $",\"tool_use_id\":\"{use}\"")}}{{extra}}}
        """;

    public Task<JsonElement> BashAsync(string command, string use, string eventName = "PreToolUse", string session = "s1", string mode = "default", string? cwd = null) =>
        HookAsync(eventName, Payload(eventName, "Bash", new { command }, use, session, mode, cwd));

    public static string? Decision(JsonElement answer) => answer.GetProperty("hookSpecificOutput").GetProperty("permissionDecision").GetString();

    public static string? Reason(JsonElement answer) => answer.GetProperty("hookSpecificOutput").GetProperty("permissionDecisionReason").GetString();

    public static string? Behavior(JsonElement answer) => answer.GetProperty("hookSpecificOutput").GetProperty("decision").GetProperty("behavior").GetString();

    /// <summary>The newest event of a type with its payload as text.</summary>
    public async Task<(EventRecord Record, string Payload)?> NewestAsync(string type)
    {
        var page = await Server.Parts.Log.QueryAsync(new EventQuery { Type = type, Descending = true, Limit = 1 });
        return page.Events is [var record] ? (record, Encoding.UTF8.GetString(record.Payload.Span)) : null;
    }

    public async Task<int> CountAsync(string type) => (await Server.Parts.Log.QueryAsync(new EventQuery { Type = type, Limit = 1000 })).Events.Count;
}
