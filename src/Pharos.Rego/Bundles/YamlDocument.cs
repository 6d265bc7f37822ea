using System.Globalization;
using Pharos.Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Pharos.Rego.Bundles;

/// <summary>Reads a YAML data file as the JSON it stands for.</summary>
internal static class YamlDocument
{
    /// <summary>Most values of a document, aliases counted as often as they are used: a few lines could otherwise stand for billions.</summary>
    private const int MaximumValues = 1_000_000;

    private const int MaximumDepth = 200;

    public static (RegoValue? Value, string? Error) Read(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count != 1)
            {
                return (null, $"This holds {stream.Documents.Count} YAML documents; one is expected.");
            }

            var left = MaximumValues;
            return Convert(stream.Documents[0].RootNode, MaximumDepth, ref left) is { } value ? (value, null) : (null, $"This is nested deeper than {MaximumDepth}, has more than {MaximumValues} values, or a key that is no text.");
        }
        catch (YamlException problem)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"This is not YAML: line {problem.Start.Line}: {problem.Message}"));
        }
    }

    private static RegoValue? Convert(YamlNode node, int depth, ref int left)
    {
        if (--left < 0 || depth == 0)
        {
            return null;
        }

        switch (node)
        {
            case YamlMappingNode map:
                var members = new RegoObject.Builder(map.Children.Count);
                foreach (var (key, child) in map.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name } || Convert(child, depth - 1, ref left) is not { } member)
                    {
                        return null;
                    }

                    members.Set(name, member);
                }

                return members.Build();
            case YamlSequenceNode list:
                var items = new List<RegoValue>(list.Children.Count);
                foreach (var child in list.Children)
                {
                    if (Convert(child, depth - 1, ref left) is not { } item)
                    {
                        return null;
                    }

                    items.Add(item);
                }

                return RegoArray.From(items);
            case YamlScalarNode scalar:
                return Scalar(scalar);
            default:
                return null;
        }
    }

    private static RegoValue Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        return scalar.Style != ScalarStyle.Plain ? RegoString.Of(text) : text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => RegoNull.Instance,
            "true" or "True" or "TRUE" => RegoBoolean.True,
            "false" or "False" or "FALSE" => RegoBoolean.False,
            _ => text.Length < 400 && (char.IsAsciiDigit(text[0]) || text[0] is '-') && RegoNumber.TryParse(text, out var number) ? number : RegoString.Of(text),
        };
    }
}
