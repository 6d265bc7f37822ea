using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Pharos.Server.Mcp.Tools;

/// <summary>What a tool does to the world, for clients that ask their person before some calls and not before others.</summary>
internal enum ToolEffect
{
    /// <summary>Nothing.</summary>
    Reads,

    /// <summary>It adds to the record, and doing it twice adds twice.</summary>
    Records,

    /// <summary>It adds to the record, and doing it twice is doing it once.</summary>
    Settles,
}

/// <summary>Makes the definitions of tools, and the pieces of schema that several share.</summary>
internal static class ToolSchemas
{
    /// <summary>A UUID.</summary>
    public const string Id = """{"type":"string","pattern":"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}""";

    /// <summary>How long to wait.</summary>
    public const string WaitSeconds = """{"type":"number","minimum":0,"maximum":600,"description":"How long to wait for a verdict if somebody has to look. Left out: as long as the server thinks your client has patience."}""";

    /// <summary>An answer of the gate.</summary>
    public const string Answer = """
        {"type":"object","required":["id","decision","state","enforced","rule","reason"],"properties":{
        "id":{"type":"string","description":"Of the proposal; for pharos_get_decision, pharos_wait and pharos_report_outcome."},
        "decision":{"enum":["allow","deny","review"],"description":"Act only on allow. review binds like deny until somebody has judged."},
        "state":{"enum":["decided","waiting","approved","rejected","responded","expired","superseded","executing","done","failed","unknown"]},
        "enforced":{"type":"boolean"},"mode":{"type":"string"},"tier":{"type":"string"},
        "rule":{"type":"string"},"reason":{"type":"string"},"score":{"type":"number"},
        "evidence":{"type":"array","items":{"type":"object","properties":{"segment":{"type":"string"},"why":{"type":"string"}}}},
        "facts":{},"policyVersion":{"type":"string"},"degradation":{"type":"string"},
        "review":{"type":["string","null"]},"decidedBy":{"type":["string","null"]},
        "edited":{"type":["object","null"],"description":"The input that was approved instead of yours; do that and nothing else."},
        "grant":{"type":["object","null"]},"elapsedMicroseconds":{"type":"number"},"position":{"type":["number","null"]}}}
        """;

    /// <summary>An object with nothing but the given members.</summary>
    /// <param name="properties">The members, as JSON without braces.</param>
    /// <param name="required">Those that must be there.</param>
    public static string Object(string properties, params string[] required) =>
        $$"""{"type":"object","properties":{{{properties}}},"required":{{JsonSerializer.Serialize(required)}},"additionalProperties":false}""";

    /// <summary>A definition.</summary>
    public static Tool Define(string name, string title, string description, string input, string output, ToolEffect effect) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = Parse(input),
        OutputSchema = Parse(output),
        Annotations = new ToolAnnotations
        {
            Title = title,
            ReadOnlyHint = effect == ToolEffect.Reads,
            DestructiveHint = false,
            IdempotentHint = effect != ToolEffect.Records,
            OpenWorldHint = false,
        },
    };

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
