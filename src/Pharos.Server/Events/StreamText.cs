using System.Buffers;
using System.Text.Json;
using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>
/// Events as one line of JSON. A payload is kept as it was appended, so it may hold line breaks; in JSON they stand only between tokens, where a space says the
/// same, and a stream's lines end at them.
/// </summary>
internal static class StreamText
{
    // Beyond this a buffer is not kept for the thread's next event.
    private const int KeptBytes = 256 * 1024;

    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? kept;

    /// <summary>Writes an event between a head and a tail and gives the bytes to <paramref name="use"/>, which must not keep them.</summary>
    public static TResult Write<TState, TResult>(EventRecord record, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, TState state, Func<ReadOnlySpan<byte>, TState, TResult> use)
    {
        var buffer = kept ?? new ArrayBufferWriter<byte>(4096);
        kept = null;
        buffer.Write(head);
        var from = buffer.WrittenCount;
        using (var writer = new Utf8JsonWriter(buffer))
        {
            EventJson.Write(writer, record);
        }

        var written = System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer.WrittenMemory).Span[from..];
        for (var at = written.IndexOfAny(LineBreaks); at >= 0; at = written.IndexOfAny(LineBreaks))
        {
            written[at] = (byte)' ';
            written = written[(at + 1)..];
        }

        buffer.Write(tail);
        var result = use(buffer.WrittenSpan, state);
        if (buffer.Capacity <= KeptBytes)
        {
            buffer.ResetWrittenCount();
            kept = buffer;
        }

        return result;
    }
}
