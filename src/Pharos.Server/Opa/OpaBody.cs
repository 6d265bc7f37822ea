using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Rego.Yaml;
using Pharos.Server.Http;

namespace Pharos.Server.Opa;

/// <summary>Reads bodies as Open Policy Agent does: JSON, YAML where the type says so, either of them compressed. An empty body is no value.</summary>
/// <param name="maximumBytes">Largest body once it is decompressed: a few bytes could otherwise become a whole memory.</param>
internal sealed class OpaBody(int maximumBytes)
{
    /// <summary>Reads the body.</summary>
    public ValueTask<(RegoValue? Value, Problem? Problem)> ReadAsync(HttpContext context)
    {
        var isYaml = context.Request.ContentType?.Contains("yaml", StringComparison.OrdinalIgnoreCase) ?? false;
        return ReadTextAsync(context, body => Parse(body, isYaml));
    }

    /// <summary>Reads the body as an object; an empty one and null are an empty object.</summary>
    public async ValueTask<(RegoObject? Body, Problem? Problem)> ReadObjectAsync(HttpContext context)
    {
        var (value, problem) = await ReadAsync(context);
        return problem is not null ? (null, problem)
            : value is null or RegoNull ? (RegoObject.Empty, null)
            : value is RegoObject body ? (body, null)
            : (null, Malformed($"an object such as {{\"input\": …}} is expected, and this is {value.KindName}"));
    }

    /// <summary>Reads the body's bytes, decompressed, and makes something of them.</summary>
    public ValueTask<(T? Value, Problem? Problem)> ReadTextAsync<T>(HttpContext context, BodyParser<(T? Value, Problem? Problem)> parse)
        where T : class
    {
        if (!context.Request.Headers.ContentEncoding.Any(encoding => encoding?.Contains("gzip", StringComparison.OrdinalIgnoreCase) ?? false))
        {
            return RequestBody.ReadAsync(context, parse);
        }

        return RequestBody.ReadAsync(context, body =>
        {
            var (plain, problem) = Decompress(body);
            return problem is null ? parse(plain) : (null, problem);
        });
    }

    private (byte[]? Plain, Problem? Problem) Decompress(ReadOnlySpan<byte> body)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        var piece = new byte[16 * 1024];
        try
        {
            while (gzip.Read(piece) is var count and > 0)
            {
                plain.Write(piece.AsSpan(0, count));
                if (plain.Length > maximumBytes)
                {
                    return (null, new Problem("request.too-large", $"The body has more than {maximumBytes} bytes once decompressed (limits.bodyBytes).", StatusCodes.Status413PayloadTooLarge));
                }
            }
        }
        catch (InvalidDataException problem)
        {
            return (null, new Problem("request.encoding", $"could not decompress the body: {problem.Message}"));
        }

        return (plain.ToArray(), null);
    }

    private static (RegoValue? Value, Problem? Problem) Parse(ReadOnlySpan<byte> body, bool isYaml)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return (null, null);
        }

        if (!Utf8.IsValid(body))
        {
            return (null, Malformed("it is not valid UTF-8"));
        }

        if (isYaml)
        {
            return RegoYaml.TryParse(Encoding.UTF8.GetString(body), out var value, out var illegal) ? (value, null) : (null, Malformed(illegal));
        }

        return RegoValue.TryParseJson(body, out var parsed, out var error) ? (parsed, null) : (null, Malformed(error));
    }

    private static Problem Malformed(string why) => new("data.malformed", $"body contains malformed input document: {why}");
}
