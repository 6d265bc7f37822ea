using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Pharos.Server.Http;

/// <summary>Makes something of a request's bytes. The span is gone when it returns.</summary>
internal delegate T BodyParser<out T>(ReadOnlySpan<byte> utf8);

/// <summary>Reads a body once, whole, without copying it where it lies in one piece. The server's limit on its size was checked by then.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body and hands its bytes to a parser.</summary>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context, BodyParser<T> parse)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return read.Buffer.IsSingleSegment ? parse(read.Buffer.FirstSpan) : ParseCopy(read.Buffer, parse);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private static T ParseCopy<T>(ReadOnlySequence<byte> body, BodyParser<T> parse)
    {
        var copy = ArrayPool<byte>.Shared.Rent(checked((int)body.Length));
        try
        {
            body.CopyTo(copy);
            return parse(copy.AsSpan(0, (int)body.Length));
        }
        finally
        {
            // Bodies hold commands and file contents, which the next renter has no business with.
            ArrayPool<byte>.Shared.Return(copy, clearArray: true);
        }
    }
}
