using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>
/// One thing that a tool would do, under the tool names and members of Claude Code: whichever agent does it, policies and facts see the same document.
/// </summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Tool">The tool's name as policies know it.</param>
/// <param name="Input">The tool's input as policies know it.</param>
internal sealed record ToolAct(ProposalKind Kind, string Tool, RegoObject Input)
{
    /// <summary>Most acts of one call. A call of more is refused whole and never decided in part.</summary>
    public const int MaximumActs = 200;

    /// <summary>By what the agent's later events recognise the act; the whole input where nothing shorter will do.</summary>
    public string Key { get; init; } = "";

    /// <summary>Whether the agent announces the act in an event of its own, which has no id of the call.</summary>
    public bool HasOwnEvent { get; init; }

    /// <summary>An act of a tool that policies know under this name.</summary>
    public static ToolAct Of(string tool, RegoObject input) => new(ProposalKinds.OfTool(tool), tool, input);

    /// <summary>
    /// A call of a tool that nothing here knows. A name that means something to policies is marked as this agent's own, because another agent's "Read" may do anything.
    /// </summary>
    public static ToolAct Unfamiliar(string agent, string tool, RegoObject input) =>
        new(ProposalKind.ToolCall, ProposalKinds.OfTool(tool) == ProposalKind.ToolCall ? tool : $"{agent}:{tool}", input);

    /// <summary>A command line, run in a folder that the model chose.</summary>
    /// <param name="command">The text for the shell.</param>
    /// <param name="folder">The folder; null for the session's.</param>
    /// <param name="sessionFolder">The session's folder, by which the workspace is found.</param>
    public static ToolAct Command(string command, string? folder, string? sessionFolder)
    {
        // The model must not choose the workspace, and with it the rules, by naming a folder; so the folder becomes part of what is judged.
        // Whole, because "-" and what CDPATH holds would lead elsewhere.
        var place = folder is not { Length: > 0 } ? null : folder[0] == '/' ? folder : $"{sessionFolder}/{folder}";
        var isElsewhere = place is not null && (sessionFolder is null || LexicalPath.Normalise(place) != LexicalPath.Normalise(sessionFolder));
        return Of("Bash", RegoObject.Of(("command", RegoString.Of(isElsewhere ? $"cd -- {ShellWord.Quote(place!)} || exit\n{command}" : command))));
    }
}
