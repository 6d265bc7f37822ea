using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// What a call tells the server: its arguments, what the client answers to what the server asked during the call, and a state that the server did not give for it. The gate sees them as one object, and a reviewer may change
/// what is in it; then each part goes back to where it came from.
/// </summary>
internal sealed class CallInput
{
    private static readonly string[] Said = ["inputResponses", "requestState"];

    private readonly JsonElement _arguments;
    private readonly List<JsonProperty> _added = [];

    private CallInput(JsonElement arguments) => _arguments = arguments;

    /// <summary>True when there is something beside the arguments.</summary>
    public bool SaysMore => _added.Count > 0;

    /// <summary>Reads a call; null when an argument has a name by which the parts could not be told apart.</summary>
    /// <param name="request">The call.</param>
    /// <param name="isContinued">True when the server asked for this and gave the state.</param>
    public static CallInput? Of(OpenRequest request, bool isContinued)
    {
        var parameters = request.Message.Params;
        var input = new CallInput(request.Edited ?? JsonRpcMessage.Member(parameters, "arguments"));
        foreach (var member in parameters.EnumerateObject().Where(member => Said.Contains(member.Name, StringComparer.Ordinal)))
        {
            var isEmpty = member.Value.ValueKind == JsonValueKind.Null || (member.Value.ValueKind == JsonValueKind.Object && !member.Value.EnumerateObject().Any());
            if (!isEmpty && !(isContinued && member.NameEquals("requestState")))
            {
                input._added.Add(member);
            }
        }

        return input._added.Exists(member => JsonRpcMessage.Member(input._arguments, member.Name).ValueKind != JsonValueKind.Undefined) ? null : input;
    }

    /// <summary>Writes the object that the gate sees.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (_arguments.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in _arguments.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }

        _added.ForEach(member => member.WriteTo(json));
        json.WriteEndObject();
    }

    /// <summary>The message with what was approved in the place of what was asked.</summary>
    public JsonRpcMessage Rewrite(OpenRequest request, JsonElement edited)
    {
        var bytes = Replies.With(request.Message.Body, "params", json =>
        {
            json.WriteStartObject();
            foreach (var member in request.Message.Params.EnumerateObject().Where(member => member.Name != "arguments" && !_added.Exists(added => added.NameEquals(member.Name))))
            {
                json.WritePropertyName(member.Name);
                json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
            }

            json.WriteStartObject("arguments");
            foreach (var member in edited.EnumerateObject().Where(member => !IsAdded(member)))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
            foreach (var member in edited.EnumerateObject().Where(IsAdded))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        });
        return ((JsonRpcReading.Messages)JsonRpcMessage.Read(bytes)).All[0];
    }

    /// <summary>The arguments of an object that was approved.</summary>
    public JsonElement ArgumentsOf(JsonElement edited) =>
        SaysMore ? JsonSerializer.SerializeToElement(edited.EnumerateObject().Where(member => !IsAdded(member)).ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal)) : edited;

    private bool IsAdded(JsonProperty member) => _added.Exists(added => added.NameEquals(member.Name));
}
