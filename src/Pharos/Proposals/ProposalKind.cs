using System.Collections.Frozen;

namespace Pharos.Proposals;

/// <summary>What an agent proposes.</summary>
public enum ProposalKind
{
    /// <summary>A shell command.</summary>
    Command,

    /// <summary>A whole file to be written.</summary>
    FileWrite,

    /// <summary>A change to a file.</summary>
    FileEdit,

    /// <summary>A file, listing or search to be read.</summary>
    FileRead,

    /// <summary>A call of any other tool.</summary>
    ToolCall,

    /// <summary>What a tool answered, before the model sees it.</summary>
    ToolResult,

    /// <summary>A tool's description, before the model sees it.</summary>
    ToolDefinition,

    /// <summary>A page or search fetched from the web.</summary>
    WebFetch,

    /// <summary>A reply to a person.</summary>
    Reply,
}

/// <summary>The names kinds have on the wire, and the tools of agents that map to them.</summary>
public static class ProposalKinds
{
    private static readonly string[] WireNames =
        ["command", "file-write", "file-edit", "file-read", "tool-call", "tool-result", "tool-definition", "web-fetch", "reply"];

    private static readonly FrozenDictionary<string, ProposalKind> ByWireName =
        Enum.GetValues<ProposalKind>().ToFrozenDictionary(kind => WireNames[(int)kind], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ProposalKind> ByTool = new Dictionary<string, ProposalKind>(StringComparer.Ordinal)
    {
        ["Bash"] = ProposalKind.Command,
        ["Write"] = ProposalKind.FileWrite,
        ["Edit"] = ProposalKind.FileEdit,
        ["MultiEdit"] = ProposalKind.FileEdit,
        ["NotebookEdit"] = ProposalKind.FileEdit,
        ["Read"] = ProposalKind.FileRead,
        ["Glob"] = ProposalKind.FileRead,
        ["Grep"] = ProposalKind.FileRead,
        ["WebFetch"] = ProposalKind.WebFetch,
        ["WebSearch"] = ProposalKind.WebFetch,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every wire name, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => WireNames;

    /// <summary>The kebab-case name used on the wire.</summary>
    public static string NameOf(ProposalKind kind) => WireNames[(int)kind];

    /// <summary>Reads a wire name.</summary>
    public static bool TryParse(string? name, out ProposalKind kind)
    {
        kind = default;
        return name is not null && ByWireName.TryGetValue(name, out kind);
    }

    /// <summary>False when a tool is known to act in another way than the kind says. What a tool answers or is described as may come from any tool.</summary>
    public static bool Fits(ProposalKind kind, string tool) =>
        kind is ProposalKind.ToolResult or ProposalKind.ToolDefinition or ProposalKind.Reply
        || !ByTool.TryGetValue(tool, out var known)
        || known == kind
        || (known is ProposalKind.FileWrite or ProposalKind.FileEdit && kind is ProposalKind.FileWrite or ProposalKind.FileEdit);

    /// <summary>The kind of a coding agent's tool; anything not known is a tool call, so that new tools are judged and never skipped.</summary>
    public static ProposalKind OfTool(string tool) => ByTool.GetValueOrDefault(tool, ProposalKind.ToolCall);
}
