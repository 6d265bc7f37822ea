using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;

namespace Pharos.Server.Http;

/// <summary>Reads and writes the small JSON contracts of the administration routes.</summary>
internal static class JsonBody
{
    /// <summary>Reads a contract; anything that is not exactly one is a problem.</summary>
    public static ValueTask<(T? Value, Problem? Problem)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class =>
        RequestBody.ReadAsync(context, body => Parse(body, type));

    /// <summary>Answers with a contract.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, writer => JsonSerializer.Serialize(writer, value, type));
    }

    /// <summary>Answers with whatever is written.</summary>
    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, string mediaType = "application/json")
    {
        context.Response.ContentType = mediaType;
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            write(writer);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static (T? Value, Problem? Problem) Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        if (!Utf8.IsValid(body))
        {
            return (null, new Problem("request.encoding", "The body is not valid UTF-8. Send JSON encoded as UTF-8."));
        }

        try
        {
            return JsonSerializer.Deserialize(body, type) is { } value ? (value, null) : (null, new Problem("request.malformed", "The body is null; an object is expected."));
        }
        catch (JsonException problem)
        {
            return (null, new Problem("request.malformed", $"The body does not have the expected shape: {problem.Message}"));
        }
    }
}
