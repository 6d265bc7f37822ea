using System.Globalization;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>JSON text from values and back, and selection of parts of documents by path.</summary>
internal static class Json
{
    internal static IEnumerable<Builtin> All =>
    [
        new("json.is_valid", 1, false, static (_, a) => RegoBoolean.Of(a[0] is RegoString s && RegoValue.TryParseJson(Encoding.UTF8.GetBytes(s.Value), out RegoValue? _, out string? _))),
        new("json.marshal", 1, false, static (c, a) => c.TextResult(JsonText.Of(a[0], escapeHtml: true))),
        new("json.marshal_with_options", 2, false, MarshalWithOptions),
        new("json.unmarshal", 1, false, Unmarshal),
        new("json.filter", 2, false, static (c, a) => Select(c, a, keep: true)),
        new("json.remove", 2, false, static (c, a) => Select(c, a, keep: false)),
        new("json.patch", 2, false, JsonPatch.Apply),
    ];

    /// <summary>The steps of a path: a text with slashes and JSON pointer escapes, or an array of any values.</summary>
    internal static RegoValue[]? Steps(RegoValue path) => path switch
    {
        RegoString text => [.. text.Value.TrimStart('/').Split('/').Select(static s => RegoString.Of(s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))],
        RegoArray array => array.AsSpan().ToArray(),
        _ => null,
    };

    private static RegoValue? Unmarshal(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        return RegoValue.TryParseJson(Encoding.UTF8.GetBytes(text), out RegoValue? value, out string? error) ? value : context.Failure(error);
    }

    private static RegoValue? MarshalWithOptions(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Object(arguments, 2, out RegoObject options))
        {
            return null;
        }

        string prefix = string.Empty;
        string indent = "\t";
        bool? pretty = null;
        foreach (KeyValuePair<RegoValue, RegoValue> option in options)
        {
            switch ((option.Key as RegoString)?.Value, option.Value)
            {
                case ("prefix", RegoString text):
                    prefix = text.Value;
                    break;
                case ("indent", RegoString text):
                    indent = text.Value;
                    break;
                case ("pretty", RegoBoolean flag):
                    pretty = flag.Value;
                    break;
                case ("prefix" or "indent", _):
                    return context.Fail(BuiltinError.TypeCode, $"operand 2 key \"{((RegoString)option.Key).Value}\" failed to parse: operand 2 must be string but got {option.Value.KindName}");
                case ("pretty", _):
                    return context.Fail(BuiltinError.TypeCode, $"operand 2 key \"pretty\" failed to parse: operand 2 must be boolean but got {option.Value.KindName}");
                default:
                    return context.Fail(BuiltinError.TypeCode, $"operand 2 object contained unknown key {option.Key}");
            }
        }

        if (!(pretty ?? options.Count > 0))
        {
            return context.TextResult(JsonText.Of(arguments[0], escapeHtml: true));
        }

        var text2 = new StringBuilder();
        Indented(text2, arguments[0], prefix, indent, 0);
        return context.TextResult(prefix + text2);
    }

    private static void Indented(StringBuilder text, RegoValue value, string prefix, string indent, int depth)
    {
        IReadOnlyCollection<RegoValue>? items = value switch { RegoArray array => array, RegoSet set => set, _ => null };
        if (items is { Count: > 0 })
        {
            string separator = "[";
            foreach (RegoValue item in items)
            {
                Line(text.Append(separator), prefix, indent, depth + 1);
                Indented(text, item, prefix, indent, depth + 1);
                separator = ",";
            }

            Line(text, prefix, indent, depth);
            text.Append(']');
        }
        else if (value is RegoObject { Count: > 0 } entries)
        {
            string separator = "{";
            foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
            {
                Line(text.Append(separator), prefix, indent, depth + 1);
                JsonText.AppendString(text, JsonText.Key(entry.Key), escapeHtml: true);
                Indented(text.Append(": "), entry.Value, prefix, indent, depth + 1);
                separator = ",";
            }

            Line(text, prefix, indent, depth);
            text.Append('}');
        }
        else
        {
            JsonText.Append(text, value, escapeHtml: true);
        }
    }

    private static void Line(StringBuilder text, string prefix, string indent, int depth) => text.Append('\n').Append(prefix).Insert(text.Length, indent, depth);

    private static RegoValue? Select(BuiltinContext context, ReadOnlySpan<RegoValue> arguments, bool keep)
    {
        if (!context.Object(arguments, 1, out RegoObject entries))
        {
            return null;
        }

        if (arguments[1] is not (RegoArray or RegoSet))
        {
            return context.WrongType(2, arguments[1], "set", "array");
        }

        var root = new PathTree();
        foreach (RegoValue path in (IEnumerable<RegoValue>)arguments[1])
        {
            if (Steps(path) is not { } steps)
            {
                return context.Fail(BuiltinError.TypeCode, $"operand 2 must be one of {{set, array}} containing string paths or array of path segments but got {path.KindName}");
            }

            root.Add(steps);
        }

        return keep ? Kept(entries, root) : Removed(entries, root);
    }

    private static RegoValue Kept(RegoValue value, PathTree tree)
    {
        if (tree.IsEnd)
        {
            return value;
        }

        switch (value)
        {
            case RegoObject entries:
                var kept = new RegoObject.Builder();
                foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
                {
                    if (tree.At(entry.Key) is { } below)
                    {
                        kept.Set(entry.Key, Kept(entry.Value, below));
                    }
                }

                return kept.Build();
            case RegoArray array:
                return RegoArray.From(array.Select((item, i) => (item, tree.At(i))).Where(static p => p.Item2 is not null).Select(static p => Kept(p.item, p.Item2!)));
            case RegoSet set:
                return RegoSet.Of([.. set.Select(item => (item, tree.At(item))).Where(static p => p.Item2 is not null).Select(static p => Kept(p.item, p.Item2!))]);
            default:
                return value;
        }
    }

    private static RegoValue Removed(RegoValue value, PathTree tree)
    {
        switch (value)
        {
            case RegoObject entries:
                var kept = new RegoObject.Builder();
                foreach (KeyValuePair<RegoValue, RegoValue> entry in entries)
                {
                    PathTree? below = tree.At(entry.Key);
                    if (below is not { IsEnd: true })
                    {
                        kept.Set(entry.Key, below is null ? entry.Value : Removed(entry.Value, below));
                    }
                }

                return kept.Build();
            case RegoArray array:
                return RegoArray.From(array.Select((item, i) => (item, tree.At(i))).Where(static p => p.Item2 is not { IsEnd: true }).Select(static p => p.Item2 is null ? p.item : Removed(p.item, p.Item2)));
            case RegoSet set:
                return RegoSet.Of([.. set.Select(item => (item, tree.At(item))).Where(static p => p.Item2 is not { IsEnd: true }).Select(static p => p.Item2 is null ? p.item : Removed(p.item, p.Item2))]);
            default:
                return value;
        }
    }

    private sealed class PathTree
    {
        private readonly Dictionary<RegoValue, PathTree> _below = [];

        internal bool IsEnd { get; private set; }

        internal void Add(ReadOnlySpan<RegoValue> steps)
        {
            PathTree at = this;
            foreach (RegoValue step in steps)
            {
                if (!at._below.TryGetValue(step, out PathTree? next))
                {
                    at._below[step] = next = new PathTree();
                }

                at = next;
            }

            at.IsEnd = true;
        }

        internal PathTree? At(RegoValue key) => _below.GetValueOrDefault(key);

        /// <summary>Paths name the items of arrays by texts, as JSON pointers do.</summary>
        internal PathTree? At(int index) => At(RegoString.Of(index.ToString(CultureInfo.InvariantCulture)));
    }
}
