using System.Globalization;
using System.Text;
using Pharos.Rego.Network;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>A request object of <c>http.send</c>, read.</summary>
/// <param name="Request">What to send.</param>
/// <param name="CacheKey">What an equal request in the same query has too.</param>
internal sealed record SendRequest(NetworkRequest Request, RegoValue CacheKey)
{
    private static readonly string[] Texts = ["method", "url", "raw_body", "tls_ca_cert", "tls_client_cert", "tls_client_key", "tls_server_name"];
    private static readonly string[] Flags =
        ["enable_redirect", "tls_use_system_certs", "tls_insecure_skip_verify", "force_json_decode", "force_yaml_decode", "cache", "force_cache"];

    /// <summary>Whether the body is JSON whatever the answer says.</summary>
    internal bool ReadsJson { get; private init; }

    /// <summary>Whether the body is YAML whatever the answer says.</summary>
    internal bool ReadsYaml { get; private init; }

    /// <summary>How often a request that nobody answers is sent again.</summary>
    internal int Retries { get; private init; }

    internal static bool TryRead(RegoObject fields, out SendRequest? request, out string? error)
    {
        request = null;
        error = Problem(fields);
        TimeSpan timeout = TimeSpan.FromSeconds(5);
        List<KeyValuePair<string, string>> headers = [];
        RegoObject? key = null;
        int retries = 0;
        error ??= ReadTimeout(fields, ref timeout) ?? ReadHeaders(fields, headers) ?? ReadRetries(fields, ref retries) ?? ReadKey(fields, out key);
        if (error is not null)
        {
            return false;
        }

        if (!Uri.TryCreate(Text(fields, "url"), UriKind.Absolute, out Uri? url))
        {
            error = $"parse {RegoString.Of(Text(fields, "url"))}: no absolute URL";
            return false;
        }

        request = new SendRequest(
            new NetworkRequest(Text(fields, "method").ToUpperInvariant(), url)
            {
                Headers = headers,
                Body = Encoding.UTF8.GetBytes(fields.TryGet("raw_body", out _) ? Text(fields, "raw_body")
                    : fields.TryGet("body", out RegoValue? body) ? JsonText.Of(body, escapeHtml: true) : string.Empty),
                Timeout = timeout,
                FollowsRedirects = Flag(fields, "enable_redirect"),
                AuthorityCertificates = Optional(fields, "tls_ca_cert")?.Replace("\\n", "\n", StringComparison.Ordinal),
                TrustsSystem = Flag(fields, "tls_use_system_certs"),
                ClientCertificate = Optional(fields, "tls_client_cert"),
                ClientKey = Optional(fields, "tls_client_key"),
                ServerName = Optional(fields, "tls_server_name"),
                SkipsVerification = Flag(fields, "tls_insecure_skip_verify"),
            },
            key!)
        {
            ReadsJson = Flag(fields, "force_json_decode"),
            ReadsYaml = Flag(fields, "force_yaml_decode"),
            Retries = retries,
        };
        return true;
    }

    private static string? Problem(RegoObject fields)
    {
        foreach (KeyValuePair<RegoValue, RegoValue> field in fields)
        {
            string name = ((RegoString)field.Key).Value;
            if (Texts.Contains(name, StringComparer.Ordinal) && field.Value is not RegoString)
            {
                return $"\"{name}\" must be a string";
            }

            if (Flags.Contains(name, StringComparer.Ordinal) && field.Value is not RegoBoolean)
            {
                return $"invalid value for \"{name}\" field";
            }

            // A policy reads neither the files nor the environment of the process that evaluates it.
            if (name.EndsWith("_file", StringComparison.Ordinal) || name.EndsWith("_env_variable", StringComparison.Ordinal))
            {
                return $"\"{name}\" is not available here: pass the certificate or key itself in \"{name[..name.IndexOf(name.EndsWith("_file", StringComparison.Ordinal) ? "_file" : "_env_variable", StringComparison.Ordinal)]}\"";
            }
        }

        if (Text(fields, "method").Length == 0 || Text(fields, "method").Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            return $"invalid method {RegoString.Of(Text(fields, "method"))}";
        }

        return Flag(fields, "force_cache") && !fields.TryGet("force_cache_duration_seconds", out _)
            ? "'force_cache' set but 'force_cache_duration_seconds' parameter is missing"
            : null;
    }

    private static string? ReadTimeout(RegoObject fields, ref TimeSpan timeout)
    {
        if (!fields.TryGet("timeout", out RegoValue? value))
        {
            return null;
        }

        long nanoseconds;
        switch (value)
        {
            case RegoNumber number when number.TryGetInt64(out nanoseconds):
            case RegoString text when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nanoseconds):
                break;
            case RegoNumber:
                return $"invalid timeout number value {value}, must be int64";
            case RegoString text:
                if (Times.Duration(text.Value) is not { } duration)
                {
                    return $"invalid timeout value {value}: time: invalid duration {value}";
                }

                nanoseconds = duration;
                break;
            default:
                return $"'timeout' must be one of {{string, number}} but got {value.KindName}";
        }

        timeout = TimeSpan.FromTicks(nanoseconds / 100);
        return null;
    }

    private static string? ReadHeaders(RegoObject fields, List<KeyValuePair<string, string>> headers)
    {
        if (!fields.TryGet("headers", out RegoValue? value))
        {
            return null;
        }

        if (value is not RegoObject entries)
        {
            return "invalid type for headers key";
        }

        foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
        {
            if (entry.Value is not RegoString text)
            {
                return $"invalid type for headers value {entry.Value}";
            }

            string name = entry.Key is RegoString named ? named.Value : entry.Key.ToString();
            if (text.Value.AsSpan().ContainsAny('\r', '\n') || name.AsSpan().ContainsAny('\r', '\n'))
            {
                return $"invalid header field value for {RegoString.Of(name)}";
            }

            headers.Add(KeyValuePair.Create(name, text.Value));
        }

        return null;
    }

    private static string? ReadRetries(RegoObject fields, ref int retries)
    {
        if (!fields.TryGet("max_retry_attempts", out RegoValue? value))
        {
            return null;
        }

        if (value is not RegoNumber number || !number.TryGetInt64(out long count) || count is < 0 or > int.MaxValue)
        {
            return $"invalid value {value} for field \"max_retry_attempts\"";
        }

        retries = (int)count;
        return null;
    }

    private static string? ReadKey(RegoObject fields, out RegoObject key)
    {
        var result = new RegoObject.Builder(fields);
        result.Set("cache_ignored_headers", RegoNull.Instance);
        if (fields.TryGet("cache_ignored_headers", out RegoValue? ignored) && fields.TryGet("headers", out RegoValue? headers))
        {
            if (ignored is not RegoArray names || names.Any(static n => n is not RegoString))
            {
                key = RegoObject.Empty;
                return "cache_ignored_headers must be an array of strings";
            }

            var kept = new RegoObject.Builder();
            foreach (KeyValuePair<RegoValue, RegoValue> header in (RegoObject)headers)
            {
                if (!names.Contains(header.Key))
                {
                    kept.Set(header.Key, header.Value);
                }
            }

            result.Set("headers", kept.Build());
        }

        key = result.Build();
        return null;
    }

    private static string Text(RegoObject fields, string name) => Optional(fields, name) ?? string.Empty;

    private static string? Optional(RegoObject fields, string name) => fields.TryGet(name, out RegoValue? value) && value is RegoString text ? text.Value : null;

    private static bool Flag(RegoObject fields, string name) => fields.TryGet(name, out RegoValue? value) && value == RegoBoolean.True;
}
