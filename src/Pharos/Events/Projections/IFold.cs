using System.Buffers;
using System.Text.Json;

namespace Pharos.Events.Projections;

/// <summary>
/// How a read model comes out of the log: a start, a step for each event, and a form for snapshots. It knows no clock, no randomness and nothing outside of its arguments,
/// so that folding the same events always gives the same state.
/// </summary>
/// <typeparam name="TState">The read model. It may be changed in place; only the projection holds it.</typeparam>
public interface IFold<TState>
{
    /// <summary>Names the read model, its snapshot and its lines in health: lower-case letters, digits and hyphens, at most 64.</summary>
    string Name { get; }

    /// <summary>Counts up whenever the steps or the snapshot's form change; snapshots of other versions are folded anew.</summary>
    int Version { get; }

    /// <summary>The state before the first event.</summary>
    TState Start();

    /// <summary>
    /// The state after one more event: the same object changed, or another. Types it does not know leave the state as it is. What it cannot fold throws before
    /// anything is changed; the projection stops there.
    /// </summary>
    TState Apply(TState state, EventRecord record);

    /// <summary>Whether the state holds what a stream's events say, so that it must forget with the log what is erased there. Default: it keeps nothing of what events say.</summary>
    bool Keeps(TState state, StreamId stream) => false;

    /// <summary>
    /// The state once payloads of a stream that it <see cref="Keeps"/> are gone: what it held of the stream gives way to what the stream still says. It is given what folding the log anew would
    /// find, so that no event's part in a longer story has to be taken back by itself.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="left">Every event of the stream that was folded, in order; the erased ones without their payload.</param>
    TState Forget(TState state, StreamId stream, IReadOnlyList<EventRecord> left) => state;

    /// <summary>Writes the state as one JSON value, the same bytes for the same state.</summary>
    void Write(Utf8JsonWriter writer, TState state);

    /// <summary>
    /// Takes hold of a state as it is now, and gives what writes it later, as <see cref="Write"/> would have, whatever has been folded into it meanwhile. Nobody can read the state while this
    /// runs, so it only copies references; what it gives may take its time. Default: writes at once.
    /// </summary>
    Action<Utf8JsonWriter> Hold(TState state)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, state);
        }

        return later => later.WriteRawValue(buffer.WrittenSpan, skipInputValidation: true);
    }

    /// <summary>Reads what <see cref="Write"/> wrote. Anything else throws <see cref="JsonException"/>, <see cref="FormatException"/> or <see cref="InvalidOperationException"/>.</summary>
    TState Read(ReadOnlyMemory<byte> json);
}
