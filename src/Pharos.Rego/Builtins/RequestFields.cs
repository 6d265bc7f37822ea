using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>The fields that a request object may have and must have.</summary>
internal static class RequestFields
{
    private static readonly RegoSet Allowed = Names(
        "method", "url", "body", "enable_redirect", "force_json_decode", "force_yaml_decode", "headers", "raw_body", "tls_use_system_certs",
        "tls_ca_cert", "tls_ca_cert_file", "tls_ca_cert_env_variable", "tls_client_cert", "tls_client_cert_file", "tls_client_cert_env_variable",
        "tls_client_key", "tls_client_key_file", "tls_client_key_env_variable", "tls_insecure_skip_verify", "tls_server_name", "timeout", "cache",
        "force_cache", "force_cache_duration_seconds", "raise_error", "caching_mode", "max_retry_attempts", "cache_ignored_headers");

    private static readonly RegoSet Required = Names("method", "url");

    internal static RegoSet Names(params ReadOnlySpan<string> names)
    {
        var values = new RegoValue[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            values[i] = RegoString.Of(names[i]);
        }

        return RegoSet.Of(values);
    }

    /// <summary>What is wrong with the names of a request's fields, or null.</summary>
    internal static string? Problem(RegoObject request)
    {
        RegoValue[] unknown = [.. request.Select(static e => e.Key).Where(static k => !Allowed.Contains(k))];
        if (unknown.Length > 0)
        {
            return $"operand 1 invalid request parameters(s): {RegoSet.Of(unknown)}";
        }

        return Missing(request, Required) is { } missing ? $"operand 1 missing required request parameters(s): {missing}" : null;
    }

    /// <summary>Those of the names that the object lacks, or null where it has them all.</summary>
    internal static RegoSet? Missing(RegoObject entries, RegoSet names) => Those(names, n => !entries.ContainsKey(n));

    /// <summary>Those of the names whose values are no texts, or null.</summary>
    internal static RegoSet? NoTexts(RegoObject entries, RegoSet names) => Those(names, n => entries.TryGet(n, out RegoValue? value) && value is not RegoString);

    private static RegoSet? Those(RegoSet names, Func<RegoValue, bool> wanted)
    {
        RegoValue[] found = [.. names.Where(wanted)];
        return found.Length == 0 ? null : RegoSet.Of(found);
    }
}
