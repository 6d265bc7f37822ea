using System.Globalization;
using System.Text;
using Pharos.Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pharos.Rego.Yaml;

/// <summary>
/// The first document of a YAML text as a value. Plain scalars are resolved as Go's library does it: by YAML 1.1, with its many spellings of booleans.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 500;

    private readonly Parser _parser;
    private readonly int _maxNodes;
    private readonly Dictionary<string, (RegoValue Value, int Nodes)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private int _depth;

    private YamlReader(string text, int maxNodes)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _maxNodes = maxNodes;
    }

    /// <summary>Reads a text; aliases count as often as they are used, up to a number of nodes.</summary>
    public static (RegoValue? Value, string? Error) Read(string text, int maxNodes)
    {
        var reader = new YamlReader(text, maxNodes);
        try
        {
            reader.Next<StreamStart>();
            if (reader.Next<ParsingEvent>() is StreamEnd)
            {
                return (RegoNull.Instance, null);
            }

            return (reader.Node(reader.Next<ParsingEvent>()), null);
        }
        catch (YamlException e)
        {
            // The scanner counts a line behind the last one when the text ends too early; Go's library does not, and says only what is missing.
            var line = Math.Min(e.Start.Line, text.AsSpan().Count('\n') + 1);
            var message = e.Message.StartsWith("While ", StringComparison.Ordinal) && e.Message.IndexOf(", ", StringComparison.Ordinal) is > 0 and var comma ? e.Message[(comma + 2)..] : e.Message;
            return (null, $"yaml: line {line}: {message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The library's scanner trips over some malformed texts instead of complaining.
            return (null, "yaml: did not find expected token");
        }
    }

    private T Next<T>()
        where T : ParsingEvent =>
        _parser.MoveNext() && _parser.Current is T found ? found : throw new YamlException("the text ends inside a value");

    private RegoValue Node(ParsingEvent start)
    {
        if (++_nodes > _maxNodes)
        {
            throw new YamlException(start.Start, start.End, "document contains excessive aliasing");
        }

        if (++_depth > MaxDepth)
        {
            throw new YamlException(start.Start, start.End, $"exceeded max depth of {MaxDepth}");
        }

        if (start is AnchorAlias alias)
        {
            _depth--;
            return Alias(alias);
        }

        var before = _nodes;
        RegoValue value = start switch
        {
            Scalar scalar => YamlScalars.Resolve(scalar),
            SequenceStart => Sequence(),
            MappingStart => Mapping(),
            _ => throw new YamlException(start.Start, start.End, "a value is expected"),
        };
        _depth--;
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor.Value] = (value, _nodes - before + 1);
        }

        return value;
    }

    private RegoValue Alias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
        {
            throw new YamlException(alias.Start, alias.End, $"unknown anchor '{alias.Value.Value}' referenced");
        }

        _nodes += target.Nodes;
        return _nodes <= _maxNodes ? target.Value : throw new YamlException(alias.Start, alias.End, "document contains excessive aliasing");
    }

    private RegoArray Sequence()
    {
        var items = new List<RegoValue>();
        while (Next<ParsingEvent>() is var next and not SequenceEnd)
        {
            items.Add(Node(next));
        }

        return RegoArray.From(items);
    }

    private RegoObject Mapping()
    {
        var map = new RegoObject.Builder();
        while (Next<ParsingEvent>() is var next and not MappingEnd)
        {
            var isMerge = next is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            var key = Node(next);
            var at = Next<ParsingEvent>();
            var value = Node(at);
            if (isMerge)
            {
                Merge(map, value, at);
            }
            else
            {
                map.Set(Key(key, next), value);
            }
        }

        return map.Build();
    }

    private static void Merge(RegoObject.Builder map, RegoValue value, ParsingEvent at)
    {
        // Of several maps the first has precedence.
        foreach (var part in value is RegoArray list ? list.Reverse() : [value])
        {
            if (part is not RegoObject merged)
            {
                throw new YamlException(at.Start, at.End, "map merge requires map or sequence of maps as the value");
            }

            foreach (var entry in merged)
            {
                map.Set(entry.Key, entry.Value);
            }
        }
    }

    private static RegoString Key(RegoValue key, ParsingEvent at) => key switch
    {
        RegoString text => text,
        RegoBoolean flag => RegoString.Of(flag.Value ? "true" : "false"),
        RegoNumber number => RegoString.Of(number.Text),
        _ => throw new YamlException(at.Start, at.End, $"unsupported map key of type: {key.KindName}"),
    };
}
