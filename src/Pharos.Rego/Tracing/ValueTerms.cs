using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>Values as terms of OPA's syntax tree.</summary>
internal static class ValueTerms
{
    public static RegoObject Of(RegoValue value) => value switch
    {
        RegoArray array => Typed("array", RegoArray.From(array.Select(Of))),
        RegoSet set => Typed("set", RegoArray.From(set.Select(Of))),
        RegoObject map => Typed("object", RegoArray.From(map.Select(e => RegoArray.Of(Of(e.Key), Of(e.Value))))),
        RegoNull => Typed("null", RegoObject.Empty),
        _ => Typed(value.KindName, value),
    };

    private static RegoObject Typed(string type, RegoValue value) => AstJson.Fields(("type", RegoString.Of(type)), ("value", value));
}
