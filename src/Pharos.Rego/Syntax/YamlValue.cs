using System.Globalization;
using Pharos.Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pharos.Rego.Syntax;

/// <summary>Values as they stand in YAML, where a plain word may be a number, a boolean or null.</summary>
internal static class YamlValue
{
    /// <summary>Parses one document; null is a complaint instead, with its line from 1.</summary>
    public static RegoValue? Parse(string text, out (string Message, int Line) error)
    {
        error = default;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? RegoNull.Instance : Of(stream.Documents[0].RootNode);
        }
        catch (YamlException problem)
        {
            error = (problem.Message, (int)problem.Start.Line);
            return null;
        }
    }

    public static RegoValue Of(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var builder = new RegoObject.Builder();
                foreach (var (key, value) in map.Children)
                {
                    builder.Set(key is YamlScalarNode { Value: { } name } ? RegoString.Of(name) : Of(key), Of(value));
                }

                return builder.Build();
            case YamlSequenceNode list:
                return RegoArray.From(list.Select(Of));
            case YamlScalarNode { Style: ScalarStyle.Plain, Tag.IsEmpty: true } scalar:
                return Plain(scalar.Value!);
            default:
                return RegoString.Of(((YamlScalarNode)node).Value!);
        }
    }

    private static RegoValue Plain(string text) => text switch
    {
        "" or "null" or "~" => RegoNull.Instance,
        "true" => RegoBoolean.True,
        "false" => RegoBoolean.False,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && RegoNumber.TryParse(text, out var number) => number,
        _ => RegoString.Of(text),
    };
}
