using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>What came of reading a tool's call.</summary>
internal abstract record ActReading
{
    private ActReading()
    {
    }

    /// <summary>The call is this one act.</summary>
    public static ActReading One(ToolAct act) => new Read([act]);

    /// <summary>Reads a call that names its tool and has an input; any other is refused.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="input">The call's input as far as it could be read.</param>
    /// <param name="read">Reads tool and input.</param>
    public static ActReading OfCall(HookPayload payload, RegoObject? input, Func<string, ToolInput, ActReading> read) =>
        string.IsNullOrWhiteSpace(payload.Tool) ? Refuse("hook.tool", "\"tool_name\" is missing.")
        : input is null ? Refuse("hook.input", "\"tool_input\" is missing or not an object.")
        : read(payload.Tool, new ToolInput(input));

    /// <summary>The acts of a tool that an agent's adapter knows; where one of them could not be read, the call as that of a tool nobody knows.</summary>
    public static ActReading Known(string agent, string tool, ToolInput input, params ReadOnlySpan<ToolAct?> acts) =>
        input.IsAmbiguous || acts.IsEmpty || acts.Contains(null) ? One(ToolAct.Unfamiliar(agent, tool, input.Members)) : new Read(acts.ToArray()!);

    /// <summary>The acts of a patch, where any of these members holds one.</summary>
    public static ActReading Patch(ToolInput input, params ReadOnlySpan<string> names) =>
        input.Text(names) is { } patch && !input.IsAmbiguous ? PatchReader.Read(patch) : Refuse("hook.patch", "\"tool_input\" does not hold a patch.");

    /// <summary>The call cannot be read.</summary>
    public static ActReading Refuse(string code, string message) => new Refused(new Problem(code, message));

    /// <summary>The call is these acts; it is allowed if every one of them is.</summary>
    public sealed record Read(IReadOnlyList<ToolAct> Acts) : ActReading;

    /// <summary>The agent announces the call again in an event that says more about it, and it is decided there.</summary>
    public sealed record Elsewhere : ActReading;

    /// <summary>The call is not what its tool takes.</summary>
    public sealed record Refused(Problem Problem) : ActReading;
}
