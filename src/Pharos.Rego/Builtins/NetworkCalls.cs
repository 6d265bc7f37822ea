using System.Net;
using System.Text;
using Pharos.Rego.Network;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Requests and name look-ups through the network that the host passes, if any.</summary>
internal static class NetworkCalls
{
    private const string SwitchedOff = "the network is switched off for this evaluation: the host passes no network in its evaluation options";

    internal static IEnumerable<Builtin> All =>
    [
        new("http.send", 1, true, Send),
        new("net.lookup_ip_addr", 1, true, Resolve),
    ];

    private static RegoValue? Resolve(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string host))
        {
            return null;
        }

        context.MarkNondeterministic();
        if (context.TryRecall("net.lookup_ip_addr", arguments[0], out RegoValue? known))
        {
            return known;
        }

        string? error = null;
        // Addresses and the machine's own name need no network.
        IReadOnlyList<IPAddress> found = IPAddress.TryParse(host, out IPAddress? literal) ? [literal]
            : host == "localhost" && context.Network is null ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : context.Network is null ? []
            : context.Network.Resolve(host, out error);
        error ??= found.Count == 0 ? context.Network is null ? SwitchedOff : $"lookup {host}: no such host" : null;
        return error is not null
            ? context.Failure(error)
            : context.Remember("net.lookup_ip_addr", arguments[0], RegoSet.Of([.. found.Select(static a => RegoString.Of(a.ToString()))]));
    }

    private static RegoValue? Send(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Object(arguments, 1, out RegoObject fields))
        {
            return null;
        }

        context.MarkNondeterministic();
        bool raises = true;
        if (fields.TryGet("raise_error", out RegoValue? raise))
        {
            if (raise is not RegoBoolean flag)
            {
                return context.Failure("invalid value for raise_error field");
            }

            raises = flag.Value;
        }

        if (RequestFields.Problem(fields) is { } unfit)
        {
            return raises ? context.Fail(BuiltinError.TypeCode, unfit) : Error("eval_http_send_internal_error", $"eval_type_error: http.send: {unfit}");
        }

        if (!SendRequest.TryRead(fields, out SendRequest? request, out string? error))
        {
            return raises ? context.Failure(error!) : Error("eval_http_send_internal_error", $"eval_builtin_error: http.send: {error}");
        }

        if (context.TryRecall("http.send", request!.CacheKey, out RegoValue? known))
        {
            return Conclude(context, known, raises);
        }

        if (context.Network is not { } network)
        {
            return context.Failure(SwitchedOff);
        }

        RegoValue result = Ask(context, network, request);
        return context.Cancellation.IsCancellationRequested ? context.Fail(BuiltinError.CancelCode, "timed out (context canceled)")
            : context.IsOver() ? null
            : Conclude(context, context.Remember("http.send", request.CacheKey, result), raises);
    }

    // A failure is remembered like an answer, so that one query never sees both for the same request.
    private static RegoValue? Conclude(BuiltinContext context, RegoValue result, bool raises) =>
        raises && result is RegoObject answer && answer.TryGet("error", out RegoValue? error)
            ? context.Failure(((RegoString)((RegoObject)error).First(static e => e.Key is RegoString { Value: "message" }).Value).Value)
            : result;

    private static RegoObject Ask(BuiltinContext context, IRegoNetwork network, SendRequest request)
    {
        for (int attempt = 0; ; attempt++)
        {
            string action = $"{request.Request.Method[..1]}{request.Request.Method[1..].ToLowerInvariant()} \"{request.Request.Url.OriginalString}\": ";
            switch (network.Send(request.Request with { Timeout = context.Bound(request.Request.Timeout) }, context.Cancellation))
            {
                case NetworkOutcome.Answered answered:
                    return Answer(answered, request);
                case NetworkOutcome.Refused refused:
                    return Error("eval_http_send_internal_error", refused.Why);
                case NetworkOutcome.Unreachable unreachable when attempt >= request.Retries || !Pause(context, attempt):
                    return Error("eval_http_send_network_error", action + unreachable.Why);
            }
        }
    }

    // Waits 0.1 s and twice as long each time, up to a minute; false when the evaluation was cancelled or its time ended meanwhile.
    private static bool Pause(BuiltinContext context, int attempt) =>
        !context.Cancellation.WaitHandle.WaitOne(context.Bound(TimeSpan.FromMilliseconds(Math.Min(100 * Math.Pow(2, attempt), 60_000))))
        && !context.IsOver();

    private static RegoObject Answer(NetworkOutcome.Answered answered, SendRequest request)
    {
        var headers = new RegoObject.Builder(answered.Headers.Count);
        string type = string.Empty;
        foreach ((string name, IReadOnlyList<string> values) in answered.Headers)
        {
            headers.Set(name.ToLowerInvariant(), RegoArray.From(values.Select(static v => RegoString.Of(v))));
            type = name.Equals("content-type", StringComparison.OrdinalIgnoreCase) && values.Count > 0 ? values[0] : type;
        }

        // A body that cannot be read is null, and its text stands beside it.
        RegoValue? body = null;
        string media = type.Split(';')[0].Trim().ToLowerInvariant();
        if (request.ReadsJson || media == "application/json" || (media.StartsWith("application/", StringComparison.Ordinal) && media.EndsWith("+json", StringComparison.Ordinal)))
        {
            body = RegoValue.TryParseJson(answered.Body.Span, out RegoValue? parsed, out _) ? parsed : null;
        }

        string text = Encoding.UTF8.GetString(answered.Body.Span);
        if (body is null && (request.ReadsYaml || type.Contains("application/yaml", StringComparison.Ordinal) || type.Contains("application/x-yaml", StringComparison.Ordinal)))
        {
            body = BuiltinRegistry.TryGet("yaml.unmarshal", out Builtin? yaml)
                ? yaml.Function(new BuiltinContext(TimeProvider.System), [RegoString.Of(text)])
                : null;
        }

        return RegoObject.Of(
            ("status", RegoString.Of($"{answered.Status} {answered.Reason}")),
            ("status_code", RegoNumber.Of(answered.Status)),
            ("body", body ?? RegoNull.Instance),
            ("raw_body", RegoString.Of(text)),
            ("headers", headers.Build()));
    }

    private static RegoObject Error(string code, string message) => RegoObject.Of(
        ("status_code", RegoNumber.Of(0)),
        ("error", RegoObject.Of(("code", RegoString.Of(code)), ("message", RegoString.Of(message)))));
}
