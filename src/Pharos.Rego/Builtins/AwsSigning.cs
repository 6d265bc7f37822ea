using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Requests signed with AWS's Signature Version 4.</summary>
internal static class AwsSigning
{
    private static readonly RegoSet Required = RequestFields.Names("aws_service", "aws_access_key", "aws_secret_access_key", "aws_region");
    private static readonly RegoSet Addressed = RequestFields.Names("method", "url");
    private static readonly string[] Unsigned = ["authorization", "user-agent", "x-amzn-trace-id"];

    internal static IEnumerable<Builtin> All => [new("providers.aws.sign_req", 3, false, Sign)];

    private static RegoValue? Sign(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Object(arguments, 1, out RegoObject request) || !context.Object(arguments, 2, out RegoObject settings))
        {
            return null;
        }

        string? problem = RequestFields.Missing(settings, Required) is { } missing ? $"operand 2 missing required AWS config parameters(s): {missing}"
            : RequestFields.NoTexts(settings, Required) is { } wrong ? $"operand 2 invalid values for required AWS config parameters(s): {wrong}"
            : null;
        if (problem is not null)
        {
            return context.Fail(BuiltinError.TypeCode, problem);
        }

        if (!context.Number(arguments, 3, out RegoNumber time))
        {
            return null;
        }

        problem = !long.TryParse(time.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long nanoseconds)
            ? "operand 3 could not convert time_ns value into a unix timestamp"
            : RequestFields.Problem(request)
            ?? (RequestFields.NoTexts(request, Addressed) is { } bad ? $"operand 1 invalid values for required request parameters(s): {bad}" : null)
            ?? (settings.TryGet("disable_payload_signing", out RegoValue? flag) && flag is not RegoBoolean ? "operand 2 invalid value for 'disable_payload_signing' in AWS config" : null);
        if (problem is not null)
        {
            return context.Fail(BuiltinError.TypeCode, problem);
        }

        if (request.TryGet("headers", out RegoValue? given) && given is not RegoObject)
        {
            return context.WrongType(0, given, "object");
        }

        return Signed(context, request, given as RegoObject ?? RegoObject.Empty, settings, nanoseconds);
    }

    private static RegoValue? Signed(BuiltinContext context, RegoObject request, RegoObject headers, RegoObject settings, long nanoseconds)
    {
        if (!Uri.TryCreate(Text(request, "url"), UriKind.Absolute, out Uri? url))
        {
            return context.Failure($"parse {RegoString.Of(Text(request, "url"))}: no absolute URL");
        }

        DateTime at = DateTime.UnixEpoch.AddTicks(nanoseconds / 100);
        string service = Text(settings, "aws_service");
        string day = at.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        string instant = at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        bool skipsPayload = settings.TryGet("disable_payload_signing", out RegoValue? flag) && flag == RegoBoolean.True;
        string content = skipsPayload ? "UNSIGNED-PAYLOAD" : Hash(Body(request));
        var added = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = Host(Text(request, "url")), ["x-amz-date"] = instant };
        if (service is "s3" or "glacier")
        {
            added["x-amz-content-sha256"] = content;
        }

        if (Text(settings, "aws_session_token") is { Length: > 0 } session)
        {
            added["x-amz-security-token"] = session;
        }

        var signed = new SortedDictionary<string, string>(added, StringComparer.Ordinal);
        var all = new RegoObject.Builder(headers.Count + 4);
        foreach (KeyValuePair<RegoValue, RegoValue> header in headers)
        {
            string name = header.Key is RegoString key ? key.Value : string.Empty;
            string value = header.Value is RegoString words ? words.Value : string.Empty;
            all.Set(name, RegoString.Of(value));
            if (!Unsigned.Contains(name.ToLowerInvariant(), StringComparer.Ordinal))
            {
                signed[name.ToLowerInvariant()] = value;
            }
        }

        string names = string.Join(';', signed.Keys);
        string path = Path(Text(request, "url"), url);
        string canonical = $"{Text(request, "method")}\n{path}\n{url.Query.TrimStart('?')}\n"
            + string.Concat(signed.Select(static h => $"{h.Key}:{h.Value}\n")) + $"\n{names}\n{content}";
        string scope = $"{day}/{Text(settings, "aws_region")}/{service}/aws4_request";
        string signature = Convert.ToHexStringLower(Mac(Key(settings, day, service), $"AWS4-HMAC-SHA256\n{instant}\n{scope}\n{Hash(canonical)}"));
        all.Set("Authorization", RegoString.Of($"AWS4-HMAC-SHA256 Credential={Text(settings, "aws_access_key")}/{scope},SignedHeaders={names},Signature={signature}"));
        foreach ((string name, string value) in added)
        {
            all.Set(name, RegoString.Of(value));
        }

        var result = new RegoObject.Builder(request);
        result.Set("headers", all.Build());
        return result.Build();
    }

    // The parsed form always has a path, and leaves out a default port; both are signed as they were written.
    private static string Path(string written, Uri url)
    {
        int start = written.IndexOf("://", StringComparison.Ordinal) + 3;
        return written.AsSpan(start).IndexOf('/') < 0 ? string.Empty : url.AbsolutePath;
    }

    private static string Host(string written)
    {
        int start = written.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = written.AsSpan(start).IndexOfAny('/', '?', '#');
        string authority = end < 0 ? written[start..] : written[start..(start + end)];
        return authority[(authority.LastIndexOf('@') + 1)..];
    }

    private static string Body(RegoObject request) => request.TryGet("raw_body", out RegoValue? raw) ? (raw as RegoString)?.Value ?? string.Empty
        : request.TryGet("body", out RegoValue? body) ? JsonText.Of(body, escapeHtml: true)
        : string.Empty;

    private static byte[] Key(RegoObject settings, string day, string service)
    {
        byte[] key = Mac(Encoding.UTF8.GetBytes("AWS4" + Text(settings, "aws_secret_access_key")), day);
        return Mac(Mac(Mac(key, Text(settings, "aws_region")), service), "aws4_request");
    }

    private static byte[] Mac(byte[] key, string message) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(message));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Text(RegoObject entries, string name) => entries.TryGet(name, out RegoValue? value) && value is RegoString text ? text.Value : string.Empty;
}
