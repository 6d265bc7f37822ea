using System.Text.Json.Serialization;

namespace Pharos.Review.Consensus;

/// <summary>What experts are asked, as recorded when the panel was opened: the rule as it was then, whatever the configuration says later.</summary>
public sealed record PanelRequest
{
    /// <summary>The review.</summary>
    public required Guid Review { get; init; }

    /// <summary>The proposal it is about.</summary>
    public required Guid Proposal { get; init; }

    /// <summary>The agent that proposed.</summary>
    public required string Agent { get; init; }

    /// <summary>Root of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The configured rule that asks them.</summary>
    public required string Rule { get; init; }

    /// <summary>The risk of the review.</summary>
    public required ReviewRisk Risk { get; init; }

    /// <summary>How many must approve.</summary>
    public required int Need { get; init; }

    /// <summary>How many of the asked may be faulty.</summary>
    public required int Faulty { get; init; }

    /// <summary>How many specialities there must be among those who approve.</summary>
    public required int Different { get; init; }

    /// <summary>How sure somebody must be for the vote to count.</summary>
    public required double Confidence { get; init; }

    /// <summary>How sure one expert must be to approve alone; null when none may.</summary>
    public double? AloneFrom { get; init; }

    /// <summary>What a rejection does.</summary>
    public RejectionAction OnRejection { get; init; }

    /// <summary>When people take over.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Who is asked: a task for each.</summary>
    public required IReadOnlyList<PanelSeat> Seats { get; init; }

    /// <summary>The panel's own id.</summary>
    [JsonIgnore]
    public PanelId PanelId => new(Review);
}

/// <summary>One expert's place.</summary>
/// <param name="Task">The task in which the opinion is asked for.</param>
/// <param name="Speciality">What that expert must be good at.</param>
public sealed record PanelSeat(Guid Task, string Speciality);
