using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Pharos.Events;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>Records who reads the log: <c>log.read</c>, at most one for each token a minute, so that watching the log does not fill it.</summary>
internal sealed class LogReads(IEventLog log, TimeProvider clock)
{
    /// <summary>How long one record stands for a token's reads.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private const string EventType = "log.read";

    // Forgetting a token only costs one event more.
    private const int MaximumTokens = 20_000;

    private readonly ConcurrentDictionary<Guid, (long At, Task Done)> _recorded = new();

    /// <summary>Records a read before it is answered; a read that cannot be recorded fails.</summary>
    public async ValueTask RecordAsync(Admission reader, string what, CancellationToken cancellationToken)
    {
        if (_recorded.Count >= MaximumTokens)
        {
            _recorded.Clear();
        }

        while (true)
        {
            var now = clock.GetTimestamp();
            if (_recorded.TryGetValue(reader.TokenId, out var last) && clock.GetElapsedTime(last.At, now) < Every)
            {
                // A read that begins while the record is being written is covered by it, but not before it is there.
                await last.Done.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                if (last.Done.IsCompletedSuccessfully)
                {
                    return;
                }

                continue;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (last.Done is null ? !_recorded.TryAdd(reader.TokenId, (now, done.Task)) : !_recorded.TryUpdate(reader.TokenId, (now, done.Task), last))
            {
                continue;
            }

            try
            {
                await AppendAsync(reader, what, cancellationToken);
                done.SetResult();
                return;
            }
            catch
            {
                // Whoever waits for this record tries itself.
                _recorded.TryRemove(new KeyValuePair<Guid, (long, Task)>(reader.TokenId, (now, done.Task)));
                done.SetCanceled(CancellationToken.None);
                throw;
            }
        }
    }

    private async Task AppendAsync(Admission reader, string what, CancellationToken cancellationToken) =>
        await log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = new StreamId("reads", reader.TokenId),
                Id = EventId.New(clock),
                Type = EventType,
                At = clock.GetUtcNow(),
                Actor = reader.Actor,
                Payload = Payload(what),
            }),
            cancellationToken);

    private static ReadOnlyMemory<byte> Payload(string what)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("what", what);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
