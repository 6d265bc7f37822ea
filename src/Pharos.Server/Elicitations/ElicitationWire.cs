using System.Text.Json;
using Pharos.Events;
using Pharos.Review.Elicitations;
using Pharos.Server.Events;

namespace Pharos.Server.Elicitations;

/// <summary>Turns events about the one asked into what they read: a question with its nonce, or that one has ended.</summary>
internal sealed class ElicitationWire(StreamSse sse, string subject, ElicitationParts parts, TimeProvider clock) : IStreamWire
{
    private const string Asked = "elicitation";
    private const string Ended = "ended";

    public string Name => "elicitations";

    public string WhyGone => sse.WhyGone;

    /// <summary>Sends what waited before the connection was made.</summary>
    public async ValueTask SendPendingAsync(IEnumerable<Elicitation> pending)
    {
        foreach (var item in pending.Where(item => item.StateAt(clock.GetUtcNow()) == ElicitationState.Pending))
        {
            await sse.SendAsync(Asked, null, Question(item));
        }

        await sse.FlushAsync();
    }

    public ValueTask SendAsync(EventRecord record)
    {
        if (record.Stream.Category != ElicitationId.StreamCategory)
        {
            return ValueTask.CompletedTask;
        }

        if (record.Type != ElicitationEvents.Requested)
        {
            var state = record.Type[(record.Type.IndexOf('.', StringComparison.Ordinal) + 1)..];
            return sse.SendAsync(Ended, record.Position, JsonSerializer.SerializeToUtf8Bytes(new ElicitationEndedContract(record.Stream.Id, state, record.At), ServerJson.Default.ElicitationEndedContract));
        }

        return ElicitationFold.Apply(null, record) is { } item && item.StateAt(clock.GetUtcNow()) == ElicitationState.Pending
            ? sse.SendAsync(Asked, record.Position, Question(item))
            : ValueTask.CompletedTask;
    }

    public ValueTask SendGapAsync(Position from, Position to) => SendPendingAsync(parts.Board.Read((board, _) => board.PendingFor(subject).ToList()));

    public ValueTask SendHeartbeatAsync() => sse.SendHeartbeatAsync();

    public ValueTask FlushAsync() => sse.FlushAsync();

    public ValueTask EndAsync(string reason) => sse.EndAsync(reason);

    public void Abort() => sse.Abort();

    private byte[] Question(Elicitation item) =>
        JsonSerializer.SerializeToUtf8Bytes(ElicitationContract.Of(item, parts.Desk.NonceFor(item, subject), clock.GetUtcNow()), ServerJson.Default.ElicitationContract);
}
