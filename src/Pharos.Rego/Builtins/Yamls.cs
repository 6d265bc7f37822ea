using Pharos.Rego.Values;
using Pharos.Rego.Yaml;

namespace Pharos.Rego.Builtins;

/// <summary>YAML text from values and back.</summary>
internal static class Yamls
{
    internal static IEnumerable<Builtin> All =>
    [
        new("yaml.marshal", 1, false, static (c, a) => YamlWriter.Write(a[0], c.Limits.MaxText) is { } text ? RegoString.Of(text) : c.LimitReached("result exceeds the limit on text length")),
        new("yaml.unmarshal", 1, false, Unmarshal),
        new("yaml.is_valid", 1, false, static (c, a) => RegoBoolean.Of(a[0] is RegoString text && YamlReader.Read(text.Value, c.Limits.MaxElements).Value is not null)),
    ];

    private static RegoValue? Unmarshal(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        var (value, error) = YamlReader.Read(text, context.Limits.MaxElements);
        return value ?? context.Failure(error!);
    }
}
