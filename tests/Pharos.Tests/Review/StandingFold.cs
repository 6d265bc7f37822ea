using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;

namespace Pharos.Tests.Review;

/// <summary>A fold that stands still before the first event: a read model that is behind, at its worst.</summary>
internal sealed class StandingFold<TState> : IFold<TState>
    where TState : new()
{
    public string Name => "standing";

    public int Version => 1;

    public static async Task<Projection<TState>> OpenAsync(IEventLog log, TimeProvider clock)
    {
        var standing = new Projection<TState>(log, new StandingFold<TState>(), new NoSnapshots(), clock);
        await standing.RunAsync(TestContext.Current.CancellationToken);
        standing.Fault.ShouldNotBeNull();
        return standing;
    }

    public TState Start() => new();

    public TState Apply(TState state, EventRecord record) => throw new InvalidOperationException("It stands still.");

    public void Write(Utf8JsonWriter writer, TState state) => writer.WriteNullValue();

    public TState Read(ReadOnlyMemory<byte> json) => new();
}
