using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// One message of JSON-RPC as it came. Its bytes are kept, so that what is not judged goes on as it is. It is read strictly: members that stand twice, or that differ from the known ones only in capitals, would be read
/// one way here and another way behind the proxy, and what is judged would not be what happens.
/// </summary>
internal sealed class JsonRpcMessage
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaximumDepth = 128;

    /// <summary>Most messages of one batch.</summary>
    public const int MaximumBatch = 1_000;

    private static readonly string[] Members = ["jsonrpc", "id", "method", "params", "result", "error"];

    // What is judged by its name inside of a message.
    private static readonly string[] Judged =
        ["name", "arguments", "cursor", "inputResponses", "requestState", "requestId", "tools", "nextCursor", "instructions", "resultType", "content", "structuredContent", "contents", "messages", "isError"];

    // What is done because of its name. A server that overlooks capitals would do it where nobody did it here.
    private static readonly string[] Methods = ["tools/call", "tools/list", "initialize", "server/discover", "notifications/cancelled", "notifications/tools/list_changed"];

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };

    private JsonRpcMessage(ReadOnlyMemory<byte> raw, JsonElement body) => (Raw, Body) = (raw, body);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The object.</summary>
    public JsonElement Body { get; }

    /// <summary>What the id is recognised by; null for a notification.</summary>
    public string? Id { get; private init; }

    /// <summary>What is asked or told; null for an answer.</summary>
    public string? Method { get; private init; }

    /// <summary>How often the server had said that its list of tools changed when this came. What came before the last time tells of a list that is gone.</summary>
    public int ListChanges { get; set; }

    /// <summary>True for an answer.</summary>
    public bool IsResponse => Method is null;

    /// <summary>True for something that is asked.</summary>
    public bool IsRequest => Method is not null && Id is not null;

    /// <summary>The member <c>params</c>; undefined where it is missing.</summary>
    public JsonElement Params => Member(Body, "params");

    /// <summary>The member <c>result</c>; undefined where it is missing.</summary>
    public JsonElement Result => Member(Body, "result");

    /// <summary>The member <c>error</c>; undefined where it is missing.</summary>
    public JsonElement Error => Member(Body, "error");

    /// <summary>Reads a line: one message, several, or what is wrong with it.</summary>
    public static JsonRpcReading Read(ReadOnlyMemory<byte> utf8Json)
    {
        if (!Utf8.IsValid(utf8Json.Span))
        {
            return Unread(utf8Json.Span, "This is not UTF-8.");
        }

        JsonElement element;
        try
        {
            using var document = JsonDocument.Parse(utf8Json, Strict);
            element = document.RootElement.Clone();
        }
        catch (JsonException problem)
        {
            return Unread(utf8Json.Span, $"This is not JSON that can be read in one way only: {problem.Message}");
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            return ReadOne(utf8Json, element);
        }

        if (element.GetArrayLength() > MaximumBatch)
        {
            return new JsonRpcReading.Refused(-32600, $"A batch has at most {MaximumBatch} messages.", null);
        }

        var messages = new List<JsonRpcMessage>();
        var unread = new List<JsonRpcReading.Refused>();
        foreach (var item in element.EnumerateArray())
        {
            switch (ReadOne(System.Text.Encoding.UTF8.GetBytes(item.GetRawText()), item))
            {
                case JsonRpcReading.Refused refused:
                    unread.Add(refused);
                    break;
                case JsonRpcReading.Messages read:
                    messages.AddRange(read.All);
                    break;
            }
        }

        return messages.Count + unread.Count == 0 ? new JsonRpcReading.Refused(-32600, "An empty batch says nothing.", null) : new JsonRpcReading.Messages(messages) { Unread = unread };
    }

    /// <summary>What an id is recognised by: its text for a string, its value for a number.</summary>
    public static string? IdOf(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String => "s" + id.GetString(),
        JsonValueKind.Number => "n" + (id.TryGetDecimal(out var value) ? value.ToString("G29", CultureInfo.InvariantCulture) : id.GetRawText()),
        _ => null,
    };

    /// <summary>A member of an object; undefined where there is none.</summary>
    public static JsonElement Member(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A member that is a text; null where there is none.</summary>
    public static string? Text(JsonElement element, string name)
    {
        try
        {
            return Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character is no text.
            return null;
        }
    }

    private static JsonRpcReading ReadOne(ReadOnlyMemory<byte> raw, JsonElement body)
    {
        try
        {
            return Understand(raw, body);
        }
        catch (InvalidOperationException)
        {
            return new JsonRpcReading.Refused(-32700, "A name or an id holds half a character.", null);
        }
    }

    private static JsonRpcReading Understand(ReadOnlyMemory<byte> raw, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return new JsonRpcReading.Refused(-32600, "A message of JSON-RPC is an object.", null);
        }

        foreach (var member in body.EnumerateObject())
        {
            if (IsLike(member.Name, Members))
            {
                return new JsonRpcReading.Refused(-32600, $"The member \"{member.Name}\" is not spelled as in JSON-RPC.", null);
            }
        }

        var isAnswer = !body.TryGetProperty("method", out _);
        foreach (var part in (ReadOnlySpan<string>)["params", "result"])
        {
            if (Misspelled(Member(body, part)) is { } other)
            {
                return new JsonRpcReading.Refused(-32600, $"The member \"{other}\" of \"{part}\" is not spelled as in the protocol.", IdOf(Member(body, "id")) is null ? null : Member(body, "id")) { IsAnswer = isAnswer };
            }
        }

        var idElement = Member(body, "id");
        var id = IdOf(idElement);
        var method = Member(body, "method");
        if (method.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.String))
        {
            return new JsonRpcReading.Refused(-32600, "\"method\" is a text.", id is null ? null : idElement);
        }

        if (method.ValueKind == JsonValueKind.String && IsLike(method.GetString()!, Methods))
        {
            return new JsonRpcReading.Refused(-32600, $"The method \"{method.GetString()}\" is not spelled as in the protocol.", id is null ? null : idElement);
        }

        // Readers differ in what they look for first.
        var (hasResult, hasError) = (Says(body, "result"), Says(body, "error"));
        if ((hasResult && hasError) || (method.ValueKind == JsonValueKind.String && (hasResult || hasError)))
        {
            return new JsonRpcReading.Refused(-32600, "A message is a request, a result or an error, and one of them only.", id is null ? null : idElement) { IsAnswer = hasResult || hasError };
        }

        if (isAnswer ? !body.TryGetProperty("result", out _) && !body.TryGetProperty("error", out _) : id is null && idElement.ValueKind != JsonValueKind.Undefined)
        {
            return new JsonRpcReading.Refused(-32600, isAnswer ? "There is neither a method nor a result nor an error." : "\"id\" is a text or a number.", id is null ? null : idElement) { IsAnswer = isAnswer };
        }

        return new JsonRpcReading.Messages([new JsonRpcMessage(raw, body) { Id = id, Method = isAnswer ? null : method.GetString() }]);
    }

    // Somebody may wait for it all the same, and is told by the id that stands where one does in a message.
    private static JsonRpcReading.Refused Unread(ReadOnlySpan<byte> line, string why)
    {
        var id = new TopLevelId();
        id.Feed(line);
        return new JsonRpcReading.Refused(-32700, why, IdElement(id.Json)) { IsAnswer = !id.HasMethod };
    }

    private static bool Says(JsonElement body, string name) => Member(body, name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static string? Misspelled(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (IsLike(member.Name, Judged))
                {
                    return member.Name;
                }
            }
        }

        return null;
    }

    // Readers that overlook capitals also take the long s and the sign of Kelvin for letters.
    private static bool IsLike(string name, string[] known) =>
        Array.Exists(known, right => name.Length == right.Length && name != right && name.Replace('\u017F', 's').Replace('\u212A', 'k').Equals(right, StringComparison.OrdinalIgnoreCase));

    /// <summary>An id that was cut out of a message too large to be read; null where there is none.</summary>
    public static JsonElement? IdElement(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return IdOf(document.RootElement) is null ? null : document.RootElement.Clone();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Cut off, or with half a character in it: no id that anybody asked with.
            return null;
        }
    }
}
