using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>One call as Claude Code documents it, with the class of answer it should get.</summary>
/// <param name="Event">The event.</param>
/// <param name="Tool">The tool, or null.</param>
/// <param name="What">What it does, in a few words.</param>
/// <param name="Expected">allow, deny, decided (allow, ask or deny) or recorded.</param>
/// <param name="Write">Writes the members beyond the common ones.</param>
internal sealed record DocumentedPayload(string Event, string? Tool, string What, string Expected, Action<Utf8JsonWriter> Write);
