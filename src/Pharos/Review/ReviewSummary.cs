using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Review;

/// <summary>Says in one masked line what is proposed.</summary>
internal static class ReviewSummary
{
    /// <summary>Longest line, in characters.</summary>
    public const int MaximumCharacters = 300;

    private static readonly string[] Telling = ["command", "file_path", "notebook_path", "path", "url", "query", "pattern", "text", "message"];

    /// <summary>The line for a proposal.</summary>
    public static string Of(Proposal proposal) => Of(proposal.Kind, proposal.Tool, proposal.Input);

    /// <summary>The line for what a tool was to be called with.</summary>
    public static string Of(ProposalKind kind, string tool, RegoObject input)
    {
        var text = Telling.Select(name => input.TryGet(name, out var value) && value is RegoString { Value.Length: > 0 } member ? member.Value : null).FirstOrDefault(value => value is not null);
        var line = kind switch
        {
            ProposalKind.Command when text is not null => text,
            ProposalKind.ToolDefinition => $"the server describes {tool}: {Member(input, "description") ?? input.ToJson()}",
            ProposalKind.ToolResult => $"{tool} answers: {Member(input, "text") ?? input.ToJson()}",
            ProposalKind.ToolCall => $"{tool} {input.ToJson()}",
            _ => $"{tool} {text ?? input.ToJson()}",
        };
        return Cut(SecretMask.Mask(line));
    }

    private static string? Member(RegoObject input, string name) => input.TryGet(name, out var value) && value is RegoString { Value.Length: > 0 } text ? text.Value : null;

    private static string Cut(string line)
    {
        var flat = line.ReplaceLineEndings("⏎");
        if (flat.Length <= MaximumCharacters)
        {
            return flat;
        }

        // Half a surrogate pair would not be text any more.
        var end = char.IsHighSurrogate(flat[MaximumCharacters - 2]) ? MaximumCharacters - 2 : MaximumCharacters - 1;
        return flat[..end] + "…";
    }
}
