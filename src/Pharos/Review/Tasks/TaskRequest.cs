using System.Text.Json;
using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>What is asked for, as recorded. Every text is masked.</summary>
public sealed record TaskRequest
{
    /// <summary>The kind: <c>judge</c>, <c>work</c>, or any other name.</summary>
    public required string Kind { get; init; }

    /// <summary>One line for a list.</summary>
    public required string Summary { get; init; }

    /// <summary>Who asked: an agent, a person, or a part of Pharos such as <c>consensus</c>.</summary>
    public required string AskedBy { get; init; }

    /// <summary>Everything that is needed to do it.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What whoever takes it must be good at.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The one expert that is asked; null for whoever suits best.</summary>
    public string? To { get; init; }

    /// <summary>Experts that are not asked, because they were asked the same already.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Whose proposals it is about: neither they nor who they registered get it.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Root of the workspace it is about; null for none.</summary>
    public string? Workspace { get; init; }

    /// <summary>The review an opinion is wanted on; null for none.</summary>
    public Guid? Review { get; init; }

    /// <summary>The proposal that review is about; null for none.</summary>
    public Guid? Proposal { get; init; }

    /// <summary>The matter it belongs to; null for one of its own.</summary>
    public Guid? Matter { get; init; }

    /// <summary>How much it matters.</summary>
    public TaskPriority Priority { get; init; } = TaskPriority.Normal;

    /// <summary>When it is too late.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Whether it wants an opinion on a review.</summary>
    internal bool IsJudgement => Kind == TaskKinds.Judge;
}
