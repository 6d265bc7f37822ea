using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>How an agent's settings file holds hooks: a member <c>hooks</c> with an array for each event, in which handlers stand alone or in groups.</summary>
/// <param name="Agent">The agent's name as people know it, for messages.</param>
/// <param name="IsGrouped">Whether an event holds groups <c>{matcher, hooks: [handler]}</c>; else it holds handlers.</param>
internal sealed record SettingsLayout(string Agent, bool IsGrouped)
{
    /// <summary>The <c>version</c> that the file must state; null where it states none.</summary>
    public int? Version { get; init; }

    /// <summary>Whether the agent takes comments in the file.</summary>
    public bool TakesComments { get; init; }

    /// <summary>Members of <c>hooks</c> that are no events.</summary>
    public IReadOnlyList<string> OtherMembers { get; init; } = [];

    /// <summary>The name under which the hook is listed; null where hooks have none.</summary>
    public string? HookName { get; init; }

    /// <summary>Whether a handler says its type.</summary>
    public bool NamesType { get; init; } = true;

    /// <summary>Writes that a failure stops the action; null where the agent knows no such word.</summary>
    public Action<Utf8JsonWriter>? WriteBlockOnFailure { get; init; }

    /// <summary>Whether a handler says that a failure stops the action.</summary>
    public Func<JsonSpan, bool> BlocksOnFailure { get; init; } = static _ => false;
}
