namespace Pharos.Proposals;

/// <summary>Bounds on a proposal's parts, beside the edge's limit on the whole body. Reaching one refuses the proposal; nothing is cut.</summary>
public static class ProposalLimits
{
    /// <summary>Names: tool, session, subagent, user.</summary>
    public const int MaximumNameCharacters = 256;

    /// <summary>Paths; Linux itself stops at 4,096.</summary>
    public const int MaximumPathCharacters = 4096;

    /// <summary>Nesting of the tool's arguments.</summary>
    public const int MaximumInputDepth = 64;
}
