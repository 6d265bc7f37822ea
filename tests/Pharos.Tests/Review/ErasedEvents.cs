using System.Text;
using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Events.Projections;

namespace Pharos.Tests.Review;

/// <summary>
/// Erases events from a log in memory, and compares what a read model holds then with what the log gives anew. The texts to be gone are about Zoe: no hexadecimal id or hash holds that name by
/// chance.
/// </summary>
internal static class ErasedEvents
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Erases every event of a type in a stream.</summary>
    public static async Task EraseAsync(this InMemoryEventStore store, StreamId stream, string type)
    {
        await foreach (var record in store.Log.ReadStreamAsync(stream, cancellationToken: Cancellation))
        {
            if (record.Type == type)
            {
                await store.EraseAsync(record.Position);
            }
        }
    }

    public static async Task EraseAsync(this InMemoryEventStore store, Position position)
    {
        using var erasure = new LogErasure(store, TimeProvider.System);
        (await erasure.EraseAsync(position, "Zoe asked for it", new Actor(ActorKind.User, "root"), Cancellation)).ShouldBeOfType<ErasureOutcome.Erased>();
    }

    /// <summary>The events of a category, in order.</summary>
    public static async Task<List<EventRecord>> AllAsync(this InMemoryEventStore store, string category)
    {
        var found = new List<EventRecord>();
        await foreach (var record in store.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            if (record.Stream.Category == category)
            {
                found.Add(record);
            }
        }

        return found;
    }

    /// <summary>What a snapshot of a read model that has seen everything holds.</summary>
    public static async Task<string> SnapshotAsync<TState>(this InMemoryEventStore store, Projection<TState> model, IFold<TState> fold)
    {
        await model.ReachedAsync(await store.Log.HeadAsync(Cancellation), Cancellation);
        return model.Read((state, _) => Written(fold, state));
    }

    /// <summary>What a snapshot of a read model would hold that folds the log from its beginning now.</summary>
    public static async Task<string> AnewAsync<TState>(this InMemoryEventStore store, IFold<TState> fold)
    {
        var state = fold.Start();
        await foreach (var record in store.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            state = fold.Apply(state, record);
        }

        return Written(fold, state);
    }

    private static string Written<TState>(IFold<TState> fold, TState state)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            fold.Write(writer, state);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
