using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>One call as its agent documents it, with the class of answer it should get.</summary>
/// <param name="Event">The event.</param>
/// <param name="Tool">The tool, or null.</param>
/// <param name="What">What it does, in a few words.</param>
/// <param name="Expected">allow, deny, decided (any answer of the gate) or none (no opinion).</param>
/// <param name="Write">Writes the members beyond the common ones.</param>
internal sealed record DocumentedPayload(string Event, string? Tool, string What, string Expected, Action<Utf8JsonWriter> Write);
