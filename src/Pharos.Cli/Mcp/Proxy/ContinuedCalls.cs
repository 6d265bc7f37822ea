using System.Text.Json;
using Pharos.Gate.Definitions;
using Pharos.Rego.Values;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// Calls to which the server answered that it needs something from the client first, and which the client sends again: once each, only with the same tool, arguments and state, not for ever and not without end. Safe for
/// use by many threads.
/// </summary>
/// <param name="clock">Says when one is too old.</param>
internal sealed class ContinuedCalls(TimeProvider clock)
{
    /// <summary>Most calls that wait to go on.</summary>
    public const int Maximum = 256;

    /// <summary>How often one call may go on. More is a server that keeps asking until it has what it wants.</summary>
    public const int MostRounds = 8;

    /// <summary>How long a client may take to go on.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string? Proposal, JsonElement? Edited, int Round, long Since)> _calls = new(StringComparer.Ordinal);

    /// <summary>How many wait to go on.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>Remembers a call that goes on; false when it went on often enough.</summary>
    public bool TryAdd(OpenRequest request, JsonElement result)
    {
        if (request.Round >= MostRounds)
        {
            return false;
        }

        var key = KeyOf(request.Message.Params, JsonRpcMessage.Text(result, "requestState"));
        lock (_gate)
        {
            foreach (var (old, _) in _calls.Where(call => clock.GetElapsedTime(call.Value.Since) > Lifetime).ToList())
            {
                _calls.Remove(old);
            }

            if (_calls.Count >= Maximum && !_calls.ContainsKey(key))
            {
                _calls.Remove(_calls.MinBy(call => call.Value.Since).Key);
            }

            _calls[key] = (request.Proposal, request.Edited, request.Round + 1, clock.GetTimestamp());
        }

        return true;
    }

    /// <summary>Takes up a call that goes on; false for any other.</summary>
    public bool TryTake(OpenRequest request)
    {
        var parameters = request.Message.Params;
        if (!parameters.TryGetProperty("inputResponses", out _) && !parameters.TryGetProperty("requestState", out _))
        {
            return false;
        }

        lock (_gate)
        {
            if (!_calls.Remove(KeyOf(parameters, JsonRpcMessage.Text(parameters, "requestState")), out var call) || clock.GetElapsedTime(call.Since) > Lifetime)
            {
                return false;
            }

            (request.Proposal, request.Continues, request.Edited, request.Round) = (call.Proposal, call.Proposal, call.Edited, call.Round);
            return true;
        }
    }

    private static string KeyOf(JsonElement parameters, string? state)
    {
        var arguments = JsonRpcMessage.Member(parameters, "arguments");
        return DefinitionMember.HashOf(RegoArray.Of(
            [
                RegoString.Of(JsonRpcMessage.Text(parameters, "name") ?? ""),
                arguments.ValueKind == JsonValueKind.Undefined ? RegoNull.Instance : RegoValue.ParseJson(System.Text.Encoding.UTF8.GetBytes(arguments.GetRawText())),
                state is null ? RegoNull.Instance : RegoString.Of(state),
            ]));
    }
}
