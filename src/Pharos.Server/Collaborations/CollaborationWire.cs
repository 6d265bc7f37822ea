using Pharos.Events;
using Pharos.Review.Collaborations;
using Pharos.Server.Events;

namespace Pharos.Server.Collaborations;

/// <summary>
/// Lets only a session's own events through, and only while they are the reader's to see: what else belongs to its matter, such as that an event was erased and why, is not its participants'
/// to read, and the last that somebody who leaves or is removed gets is that.
/// </summary>
/// <param name="sse">The connection.</param>
/// <param name="reader">What the reader may see.</param>
/// <param name="id">Which session.</param>
/// <param name="desk">Tells how it stands where events were left out.</param>
internal sealed class CollaborationWire(StreamSse sse, CollaborationReader reader, CollaborationId id, CollaborationDesk desk) : IStreamWire
{
    public string Name => "collaborations";

    public string WhyGone => sse.WhyGone;

    public bool IsOver => !reader.MayRead;

    public ValueTask SendAsync(EventRecord record)
    {
        if (record.Stream != id.Stream || IsOver)
        {
            return ValueTask.CompletedTask;
        }

        reader.Pass(record);
        return sse.SendAsync(record);
    }

    public async ValueTask SendGapAsync(Position from, Position to)
    {
        // Among what the reader missed may be that it was removed.
        if (await desk.FindAsync(id, CancellationToken.None) is { } session)
        {
            reader.Skip(session.Head);
        }

        await sse.SendGapAsync(from, to);
    }

    public ValueTask SendHeartbeatAsync() => sse.SendHeartbeatAsync();

    public ValueTask FlushAsync() => sse.FlushAsync();

    public ValueTask EndAsync(string reason) => sse.EndAsync(reason);

    public void Abort() => sse.Abort();
}
