using System.Text.Json;
using Pharos.Events;

namespace Pharos.Server.Tests.Hooks;

/// <summary>The server asked as the agents beside Claude Code ask.</summary>
public sealed class AgentHookServer : HookTestServer
{
    private int _uses;

    /// <summary>A payload of Codex CLI.</summary>
    public string Codex(string eventName, string tool, object input, string use = "", string mode = "default", string? cwd = null, string session = "c1") => Write(new()
    {
        ["session_id"] = session,
        ["turn_id"] = "turn-1",
        ["transcript_path"] = null,
        ["cwd"] = cwd ?? Project,
        ["hook_event_name"] = eventName,
        ["model"] = "gpt-5-codex",
        ["permission_mode"] = mode,
        ["tool_name"] = tool,
        ["tool_input"] = input,
        ["tool_use_id"] = use.Length > 0 ? use : $"call-{Interlocked.Increment(ref _uses)}",
    });

    /// <summary>A payload of Gemini CLI.</summary>
    public string Gemini(string eventName, string tool, object input, object? mcp = null, string? cwd = null, object? response = null) => Write(new()
    {
        ["session_id"] = "g1",
        ["transcript_path"] = "/t",
        ["cwd"] = cwd ?? Project,
        ["hook_event_name"] = eventName,
        ["timestamp"] = "2026-01-01T00:00:00.000Z",
        ["tool_name"] = tool,
        ["tool_input"] = input,
        ["mcp_context"] = mcp,
        ["tool_response"] = response,
    });

    /// <summary>A payload of Cursor.</summary>
    public string Cursor(string eventName, Dictionary<string, object?> members, string? root = null, string conversation = "k1") => Write(new(members)
    {
        ["conversation_id"] = conversation,
        ["generation_id"] = "generation-1",
        ["model"] = "default",
        ["hook_event_name"] = eventName,
        ["cursor_version"] = "3.0.0",
        ["workspace_roots"] = new[] { root ?? Project },
        ["user_email"] = null,
        ["transcript_path"] = null,
    });

    /// <summary>Cursor's preToolUse.</summary>
    public string CursorTool(string tool, object input, string use = "", string? root = null, string conversation = "k1") => Cursor(
        "preToolUse",
        new()
        {
            ["tool_name"] = tool,
            ["tool_input"] = input,
            ["tool_use_id"] = use.Length > 0 ? use : $"use-{Interlocked.Increment(ref _uses)}",
            ["cwd"] = root ?? Project,
        },
        root,
        conversation);

    /// <summary>Asks and reads the whole answer as text, which for these agents is the contract.</summary>
    public async Task<string> AskAsync(string agent, string eventName, string body) => (await HookAsync(eventName, body, agent: agent)).GetRawText();

    /// <summary>Announces a tool with an input in which <c>/PROJECT</c> is the workspace, and looks at what policies were shown.</summary>
    public async Task ShouldShowAsync(string agent, string eventName, string input, Func<JsonElement, string> payload, string kind, string known)
    {
        using var document = JsonDocument.Parse(input.Replace("/PROJECT", Project, StringComparison.Ordinal));
        await AskAsync(agent, eventName, payload(document.RootElement));
        var shown = await ShownAsync();
        (shown.Kind, shown.Tool).ShouldBe((kind, known));
    }

    /// <summary>Kind, tool and input of the newest proposal: what policies were shown.</summary>
    public async Task<(string Kind, string Tool, string Input)> ShownAsync()
    {
        var (_, payload) = (await NewestAsync("proposal.decided")).ShouldNotBeNull();
        using var newest = JsonDocument.Parse(payload);

        // A decision that was remembered refers to the one that holds the document.
        using var document = newest.RootElement.TryGetProperty("sameAs", out var first)
            ? JsonDocument.Parse((await Server.Parts.Log.GetAsync(new Position(first.GetInt64())))!.Payload) : JsonDocument.Parse(payload);
        var proposal = Find(document.RootElement, "proposal");
        return (proposal.GetProperty("kind").GetString()!, proposal.GetProperty("tool").GetString()!, proposal.GetProperty("input").GetRawText());
    }

    private static JsonElement Find(JsonElement element, string name)
    {
        if (element.TryGetProperty(name, out var found) && found.TryGetProperty("kind", out _))
        {
            return found;
        }

        return element.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object).Select(member => Find(member.Value, name))
            .FirstOrDefault(inner => inner.ValueKind == JsonValueKind.Object);
    }

    private static string Write(Dictionary<string, object?> members) =>
        JsonSerializer.Serialize(members.Where(member => member.Value is not null || member.Key is "transcript_path" or "user_email").ToDictionary());
}
