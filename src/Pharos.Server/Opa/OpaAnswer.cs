using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pharos.Server.Opa;

/// <summary>Writes answers as Open Policy Agent does: indented on request, ended by a line break, compressed for who accepts it.</summary>
internal static class OpaAnswer
{
    /// <summary>Shorter answers are not compressed: it would cost more than it saves.</summary>
    public const int LeastCompressed = 1024;

    private const string Json = "application/json";

    // Nothing here ends up inside HTML, so texts are shown as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 0 };
    private static readonly JsonWriterOptions Pretty = Plain with { Indented = true };

    /// <summary>Answers with one object.</summary>
    public static Task WriteObjectAsync(HttpContext context, Action<Utf8JsonWriter> writeMembers, int status = StatusCodes.Status200OK, string mediaType = Json) => WriteAsync(
        context,
        writer =>
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        },
        status,
        mediaType);

    /// <summary>Answers with whatever is written.</summary>
    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK, string mediaType = Json)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        await using (var writer = new Utf8JsonWriter(buffer, OpaParameters.IsOn(context.Request.Query, "pretty") ? Pretty : Plain))
        {
            write(writer);
        }

        buffer.Write("\n"u8);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        if (buffer.WrittenCount < LeastCompressed || !AcceptsGzip(context.Request))
        {
            await response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private static bool AcceptsGzip(HttpRequest request)
    {
        foreach (var choice in request.Headers.AcceptEncoding.SelectMany(value => (value ?? "").Split(',')))
        {
            var parts = choice.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].Equals("gzip", StringComparison.OrdinalIgnoreCase))
            {
                return !parts.Skip(1).Any(part => part is "q=0" or "q=0.0" or "q=0.00" or "q=0.000");
            }
        }

        return false;
    }
}
