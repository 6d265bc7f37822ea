using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>Folds the log into <see cref="TaskBoard"/>: the tasks, and from tasks, verdicts and executions the record of each expert.</summary>
public sealed class TaskBoardFold : IFold<TaskBoard>
{
    /// <inheritdoc/>
    public string Name => "tasks";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public TaskBoard Start() => new();

    /// <inheritdoc/>
    public TaskBoard Apply(TaskBoard state, EventRecord record)
    {
        switch (record.Stream.Category)
        {
            case TaskId.StreamCategory:
                var before = state.Find(record.Stream.Id);
                if (TaskItemFold.Apply(before, record) is { } item)
                {
                    Learn(state, before, item, record);
                    state.Put(item);
                }

                break;
            case ReviewId.StreamCategory:
                Settle(state, record);
                break;
            case ProposalId.StreamCategory when record.Type == GateEvents.Executed && OutcomeOf(record) is { } isWell:
                Learn(state, state.Opinions.Executed(record.Stream.Id, isWell), byPeople: false);
                break;
        }

        return state;
    }

    /// <inheritdoc/>
    public bool Keeps(TaskBoard state, StreamId stream) => stream.Category == TaskId.StreamCategory && state.Find(stream.Id) is not null;

    /// <inheritdoc/>
    public TaskBoard Forget(TaskBoard state, StreamId stream, IReadOnlyList<EventRecord> left)
    {
        // What the experts' records have learned is figures, and stays: it is no text, and nobody can say any more which part of it came from here.
        if (left.Aggregate(default(TaskItem), TaskItemFold.Apply) is { } rest)
        {
            state.Put(rest);
        }
        else if (state.Find(stream.Id) is { } known)
        {
            state.Remove(known);
        }

        return state;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, TaskBoard state) => Hold(state)(writer);

    /// <inheritdoc/>
    public Action<Utf8JsonWriter> Hold(TaskBoard state)
    {
        var snapshot = new BoardSnapshot(
            [.. state.Closed.Reverse(), .. state.Open], new Dictionary<string, TrackRecord>(state.Records), new Dictionary<string, TrackRecord>(state.Judging), [.. state.Opinions.All]);
        return writer => JsonSerializer.Serialize(writer, snapshot, TaskJson.Default.BoardSnapshot);
    }

    /// <inheritdoc/>
    public TaskBoard Read(ReadOnlyMemory<byte> json)
    {
        var state = new TaskBoard();
        if (JsonSerializer.Deserialize(json.Span, TaskJson.Default.BoardSnapshot) is not { } snapshot)
        {
            return state;
        }

        foreach (var item in snapshot.Items)
        {
            state.Put(item);
        }

        foreach (var (expert, record) in snapshot.Records)
        {
            state.Put(expert, record);
        }

        foreach (var (expert, record) in snapshot.Judging)
        {
            state.PutJudging(expert, record);
        }

        foreach (var open in snapshot.Opinions)
        {
            state.Opinions.Put(open);
        }

        return state;
    }

    private static void Learn(TaskBoard state, TaskItem? before, TaskItem item, EventRecord record)
    {
        if (before?.Holder is not { } expert)
        {
            return;
        }

        switch (record.Type)
        {
            case TaskEvents.Done or TaskEvents.Failed when item.Result is { } result:
                Change(state, expert, item, known => known.AfterResult(result.Problem is null, record.At - (before.AssignedAt ?? record.At)));
                if (result.Opinion is { } opinion && item.Request.Review is { } review)
                {
                    state.Opinions.Note(review, item.Request.Proposal, expert, opinion);
                }

                break;
            case TaskEvents.Returned when CauseOf(record) is not ReturnCause.Suspended:
                Change(state, expert, item, known => known.AfterLoss());
                break;
            case TaskEvents.Expired when before.State == TaskState.Claimed:
                // Who took it on knew the time; whoever asks for the impossible could ruin anybody.
                Change(state, expert, item, known => known.AfterLoss());
                break;
        }
    }

    private static void Change(TaskBoard state, string expert, TaskItem item, Func<TrackRecord, TrackRecord> change)
    {
        state.Put(expert, change(state.RecordOf(expert)));
        if (item.Request.IsJudgement)
        {
            state.PutJudging(expert, change(state.JudgingOf(expert)));
        }
    }

    private static void Settle(TaskBoard state, EventRecord record)
    {
        var review = record.Stream.Id;
        switch (record.Type)
        {
            case ReviewEvents.Verdict:
                state.Opinions.Decided(review, record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, ReviewJson.Default.ReviewVerdict));
                break;
            case ReviewEvents.Undone:
                state.Opinions.Decided(review, null);
                break;
            case ReviewEvents.Delivered:
                Learn(state, state.Opinions.Delivered(review), byPeople: true);
                break;
            case ReviewEvents.Expired or ReviewEvents.Superseded:
                state.Opinions.Forget(review);
                break;
        }
    }

    private static void Learn(TaskBoard state, IEnumerable<(HeldOpinion Opinion, bool WasFine, double Weight)> settled, bool byPeople)
    {
        foreach (var (opinion, wasFine, weight) in settled)
        {
            state.Put(opinion.Expert, state.RecordOf(opinion.Expert).AfterOutcome(opinion.IsApproved, opinion.Confidence, wasFine, weight));
            if (byPeople)
            {
                state.PutJudging(opinion.Expert, state.JudgingOf(opinion.Expert).AfterOutcome(opinion.IsApproved, opinion.Confidence, wasFine, weight));
            }
        }
    }

    private static ReturnCause? CauseOf(EventRecord record) => record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, TaskJson.Default.WhyStep)?.Cause;

    private static bool? OutcomeOf(EventRecord record)
    {
        if (record.Payload.IsEmpty)
        {
            return null;
        }

        using var payload = JsonDocument.Parse(record.Payload);
        return payload.RootElement.TryGetProperty("outcome", out var outcome) ? outcome.GetString() switch
        {
            "done" => true,
            "failed" => false,
            _ => null,
        } : null;
    }
}

/// <summary>The board as a snapshot keeps it.</summary>
internal sealed record BoardSnapshot(IReadOnlyList<TaskItem> Items, Dictionary<string, TrackRecord> Records, Dictionary<string, TrackRecord> Judging, IReadOnlyList<OpenReview> Opinions);
