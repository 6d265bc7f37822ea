using System.Text.Json;
using Pharos.Gate.Definitions;
using Pharos.Rego.Values;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// Calls to which the server answered that it needs something from the client first. The client sends the same call again with what was asked; it is the same call, so it was approved already. Once each, and only with the
/// same tool, arguments and state. Safe for use by many threads.
/// </summary>
internal sealed class ContinuedCalls
{
    private const int Maximum = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string? Proposal, JsonElement? Edited)> _calls = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Remembers a call that goes on.</summary>
    public void Add(OpenRequest request, JsonElement result)
    {
        var key = KeyOf(request.Message.Params, JsonRpcMessage.Text(result, "requestState"));
        lock (_gate)
        {
            if (_calls.TryAdd(key, (request.Proposal, request.Edited)))
            {
                _order.Enqueue(key);
            }

            while (_order.Count > Maximum)
            {
                _calls.Remove(_order.Dequeue());
            }
        }
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
            if (!_calls.Remove(KeyOf(parameters, JsonRpcMessage.Text(parameters, "requestState")), out var call))
            {
                return false;
            }

            (request.Proposal, request.Edited) = call;
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
