using Pharos.Events;
using Pharos.Review.Collaborations;
using Pharos.Server.Events;

namespace Pharos.Server.Collaborations;

/// <summary>Lets only a session's own events through: what else belongs to its matter, such as that an event was erased and why, is not its participants' to read.</summary>
internal sealed class CollaborationWire(StreamSse sse, CollaborationId id) : IStreamWire
{
    public string Name => "collaborations";

    public string WhyGone => sse.WhyGone;

    public ValueTask SendAsync(EventRecord record) => record.Stream == id.Stream ? sse.SendAsync(record) : ValueTask.CompletedTask;

    public ValueTask SendGapAsync(Position from, Position to) => sse.SendGapAsync(from, to);

    public ValueTask SendHeartbeatAsync() => sse.SendHeartbeatAsync();

    public ValueTask FlushAsync() => sse.FlushAsync();

    public ValueTask EndAsync(string reason) => sse.EndAsync(reason);

    public void Abort() => sse.Abort();
}
