using System.Collections.Concurrent;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Tests.Postgres;

/// <summary>Many callers who append for as long as they are let, and remember what they were told.</summary>
internal sealed class Callers(IEventLog log, int count) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Guid, long> _acknowledged = new();
    private readonly ConcurrentBag<string> _failures = [];
    private Task _calling = Task.CompletedTask;

    public int Acknowledged => _acknowledged.Count;

    public IReadOnlyCollection<string> Failures => _failures;

    public void Start() => _calling = Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(CallAsync)));

    /// <summary>Waits until so many more appends were acknowledged.</summary>
    public async Task MoreAsync(int appends)
    {
        var wanted = Acknowledged + appends;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (Acknowledged < wanted)
        {
            _calling.IsCompleted.ShouldBeFalse("the callers have ended");
            await Task.Delay(2, patience.Token);
        }
    }

    public async Task EndAsync()
    {
        await _ending.CancelAsync();
        await _calling.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Every acknowledged event stands once, where it was said to, and the chain holds.</summary>
    public async Task CheckAsync(IEventLog reader)
    {
        var seen = new Dictionary<Guid, long>();
        var batches = new Dictionary<Guid, int>();
        await foreach (var record in reader.ReadAllAsync(Position.Start))
        {
            seen.TryAdd(record.Id.Value, record.Position.Value).ShouldBeTrue("an event stands twice");
            batches[record.Correlation!.Value.Value] = batches.GetValueOrDefault(record.Correlation.Value.Value) + 1;
        }

        _acknowledged.Where(told => !seen.TryGetValue(told.Key, out var position) || position != told.Value).ShouldBeEmpty();
        batches.Values.ShouldAllBe(size => size == 2, "a batch of two stands together or not at all");
        (await ChainVerifier.VerifyAsync(reader)).Break.ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _ending.Dispose();
    }

    public static NewEvent Event(CorrelationId correlation) => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = "a.happened",
        At = TimeProvider.System.GetUtcNow(),
        Actor = new Actor(ActorKind.Agent, "claude-1"),
        Correlation = correlation,
        Payload = "{\"n\":1}"u8.ToArray(),
    };

    private async Task CallAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            var correlation = CorrelationId.New(TimeProvider.System);
            var batch = new AppendBatch([Event(correlation), Event(correlation)], [], new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 }));
            try
            {
                var outcome = await log.AppendAsync(batch);
                Note(batch, ((AppendOutcome.Appended)outcome).First);
            }
            catch (EventLogUnavailableException problem)
            {
                _failures.Add(problem.Code);
                await RepeatAsync(batch);
            }
        }
    }

    // What a caller does: the same operation again, until it is told something. Whether it had become durable or not, it stands once.
    private async Task RepeatAsync(AppendBatch batch)
    {
        while (!_ending.IsCancellationRequested)
        {
            await Task.Delay(20);
            try
            {
                switch (await log.AppendAsync(batch))
                {
                    case AppendOutcome.Appended appended:
                        Note(batch, appended.First);
                        return;
                    case AppendOutcome.Duplicate duplicate:
                        Note(batch, duplicate.First);
                        return;
                    case var other:
                        throw new InvalidOperationException($"{other}");
                }
            }
            catch (EventLogUnavailableException problem)
            {
                _failures.Add(problem.Code);
            }
        }
    }

    private void Note(AppendBatch batch, Position first)
    {
        _acknowledged[batch.Events[0].Id.Value] = first.Value;
        _acknowledged[batch.Events[1].Id.Value] = first.Value + 1;
    }
}
