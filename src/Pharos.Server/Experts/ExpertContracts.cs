using System.Text.Json.Serialization;
using Pharos.Agents;
using Pharos.Review.Experts;

namespace Pharos.Server.Experts;

/// <summary>What an agent says of itself; <c>id</c> is its token's subject, and only an administrator may name another one.</summary>
internal sealed record ExpertProfileContract(
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string>? Capabilities = null,
    IReadOnlyList<string>? Workspaces = null,
    double Cost = 0,
    int Capacity = 4,
    string? Id = null)
{
    /// <summary>Whether a list holds a null, which the reader of JSON lets through.</summary>
    [JsonIgnore]
    public bool HasNull => Kinds.Concat(Capabilities ?? []).Concat(Workspaces ?? []).Any(static name => name is null);

    public ExpertProfile ToProfile() => new() { Kinds = Kinds, Capabilities = Capabilities ?? [], Workspaces = Workspaces ?? [], Cost = Cost, Capacity = Capacity };
}

/// <summary>An expert with what became of its tasks.</summary>
internal sealed record ExpertContract(
    string Id,
    string Role,
    string State,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string> Capabilities,
    IReadOnlyList<string> Workspaces,
    double Cost,
    int Capacity,
    int Load,
    int Generation,
    DateTimeOffset RegisteredAt,
    DateTimeOffset LastSeen,
    string? SuspendedBy,
    string? SuspendedWhy,
    ExpertScoresContract Scores)
{
    public static ExpertContract Of(ExpertCandidate candidate)
    {
        var (expert, profile) = (candidate.Expert, candidate.Expert.Profile);
        return new ExpertContract(
            expert.Id,
            RoleNames.Of(expert.Role),
            StateOf(candidate),
            profile.Kinds,
            profile.Capabilities,
            profile.Workspaces,
            profile.Cost,
            profile.Capacity,
            candidate.Load,
            expert.Generation,
            expert.RegisteredAt,
            expert.LastSeen,
            expert.SuspendedBy,
            expert.SuspendedWhy,
            ExpertScoresContract.Of(candidate));
    }

    /// <summary>The states that a list can be asked for.</summary>
    public static IReadOnlyList<string> States { get; } = ["available", "busy", "away", "suspended"];

    private static string StateOf(ExpertCandidate candidate) => candidate.Expert switch
    {
        { IsSuspended: true } => "suspended",
        { IsLost: true } => "away",
        _ => candidate.Load >= candidate.Expert.Profile.Capacity ? "busy" : "available",
    };
}

/// <summary>
/// What selection goes by: <c>judge</c> and <c>work</c> are what is compared, before chance; nothing that agents ask for or report is in <c>judge</c>. <c>calibration</c> is 1 for an
/// expert that was always sure and right by what people said later, 0.75 for one that guesses; <c>right</c> of <c>outcomes</c> opinions met what people or executions said later.
/// </summary>
internal sealed record ExpertScoresContract(double Judge, double Work, double SuccessRate, double? LatencySeconds, double Room, double Calibration, int Results, int Outcomes, int Right)
{
    public static ExpertScoresContract Of(ExpertCandidate candidate)
    {
        var (judge, work, record) = (ExpertSelection.Score(candidate, isJudgement: true), ExpertSelection.Score(candidate, isJudgement: false), candidate.Record);
        return new ExpertScoresContract(
            judge.Total, work.Total, work.Success, record.LatencySeconds is { } seconds ? Math.Round(seconds, 3) : null, work.Room, judge.Calibration, record.Results, record.Outcomes, record.Right);
    }
}

/// <summary>Every expert that was asked for.</summary>
internal sealed record ExpertListContract(IReadOnlyList<ExpertContract> Items);

/// <summary>A registration: how often to say that it is there, and the key to sign with, which is said only here.</summary>
internal sealed record ExpertRegisteredContract(ExpertContract Expert, double HeartbeatSeconds, string Key);

/// <summary>That the expert was seen, and when to come again at the latest.</summary>
internal sealed record HeartbeatContract(string Id, string State, double HeartbeatSeconds, int Load);

/// <summary>Why an expert is suspended, or suspended no more.</summary>
internal sealed record ExpertStepContract(string? Reason = null);
