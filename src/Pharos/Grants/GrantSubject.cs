namespace Pharos.Grants;

/// <summary>The question that a grant answers, as its review recorded it. Every text is masked; the whole question stands in the key.</summary>
public sealed record GrantSubject
{
    /// <summary>The review that was approved.</summary>
    public required Guid Review { get; init; }

    /// <summary>The proposal it was about.</summary>
    public required Guid Proposal { get; init; }

    /// <summary>The proposal's kind, by its wire name.</summary>
    public required string Kind { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>One line: the command, the file, the address.</summary>
    public required string Summary { get; init; }

    /// <summary>The rule that left it open.</summary>
    public required string Rule { get; init; }

    /// <summary>The agent that proposed.</summary>
    public required string Agent { get; init; }

    /// <summary>The agent's session.</summary>
    public string? Session { get; init; }

    /// <summary>Root of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The key of the question, see <see cref="GrantKeys"/>.</summary>
    public required string Key { get; init; }
}
