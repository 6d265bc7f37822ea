using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Templates;

/// <summary>The functions that every template of Go has.</summary>
internal static class TemplateFunctions
{
    internal static FrozenSet<string> Names { get; } = new[]
    {
        "and", "or", "not", "len", "index", "slice", "print", "printf", "println", "html", "js", "urlquery", "call", "eq", "ne", "lt", "le", "gt", "ge",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal static bool IsTrue(object? value) => value switch
    {
        null or RegoNull => false,
        RegoBoolean flag => flag.Value,
        RegoString text => text.Value.Length > 0,
        RegoArray array => array.Count > 0,
        RegoSet set => set.Count > 0,
        RegoObject entries => entries.Count > 0,
        long number => number != 0,
        double number => number != 0,
        _ => true,
    };

    internal static object? Call(string name, object?[] arguments)
    {
        switch (name)
        {
            case "not":
                return RegoBoolean.Of(!IsTrue(One(name, arguments)));
            case "len":
                return Length(One(name, arguments));
            case "index":
                return arguments.Length == 0 ? throw Wrong(name, "at least 1", 0) : arguments.Skip(1).Aggregate(arguments[0], Index);
            case "slice":
                return Slice(arguments);
            case "print":
                return RegoString.Of(Print(arguments));
            case "println":
                return RegoString.Of(string.Join(' ', arguments.Select(Shown)) + "\n");
            case "printf":
                return arguments.Length > 0 && arguments[0] is RegoString format
                    ? RegoString.Of(TemplateText.Format(format.Value, arguments.AsSpan(1)))
                    : throw new TemplateError("error calling printf: wrong type for value; expected string");
            case "html":
                return RegoString.Of(Html(Print(arguments)));
            case "js":
                return RegoString.Of(JavaScriptEncoder.Default.Encode(Print(arguments)));
            case "urlquery":
                return RegoString.Of(Uri.EscapeDataString(Print(arguments)).Replace("%20", "+", StringComparison.Ordinal));
            case "eq":
                return RegoBoolean.Of(AnyEqual(arguments));
            case "ne" or "lt" or "le" or "gt" or "ge":
                return RegoBoolean.Of(Ordered(name, arguments));
            default:
                throw new TemplateError($"error calling {name}: call of a value that is no function");
        }
    }

    private static object? One(string name, object?[] arguments) => arguments.Length == 1 ? arguments[0] : throw Wrong(name, "1", arguments.Length);

    private static TemplateError Wrong(string name, string wanted, int got) => new($"wrong number of args for {name}: want {wanted} got {got}");

    private static object Length(object? value) => value switch
    {
        RegoString text => (long)Encoding.UTF8.GetByteCount(text.Value),
        RegoNumber number => (long)number.Text.Length,
        RegoArray array => (long)array.Count,
        RegoObject entries => (long)entries.Count,
        null or RegoNull => throw new TemplateError("error calling len: len of nil pointer"),
        _ => throw new TemplateError($"error calling len: len of type {TemplateText.TypeOf(value)}"),
    };

    private static object? Index(object? value, object? key)
    {
        switch (value)
        {
            case RegoObject entries:
                return key is RegoString name ? entries.TryGet(name.Value, out RegoValue? found) ? found : null
                    : throw new TemplateError($"error calling index: value has type {TemplateText.TypeOf(key)}; should be string");
            case RegoArray array:
                return key is not long at ? throw new TemplateError($"error calling index: cannot index slice/array with type {TemplateText.TypeOf(key)}")
                    : at < 0 || at >= array.Count ? throw new TemplateError($"error calling index: index out of range: {at}")
                    : array[(int)at];
            default:
                throw new TemplateError(value is null ? "error calling index: index of untyped nil" : $"error calling index: can't index item of type {TemplateText.TypeOf(value)}");
        }
    }

    private static RegoValue Slice(object?[] arguments)
    {
        if (arguments.Length is < 1 or > 4 || arguments.Skip(1).Any(static a => a is not long))
        {
            throw new TemplateError("error calling slice: cannot index slice/array with that");
        }

        byte[] bytes = arguments[0] is RegoString text ? Encoding.UTF8.GetBytes(text.Value) : [];
        int length = arguments[0] switch { RegoString => bytes.Length, RegoArray items => items.Count, _ => throw new TemplateError($"error calling slice: can't slice item of type {TemplateText.TypeOf(arguments[0])}") };
        long from = arguments.Length > 1 ? (long)arguments[1]! : 0;
        long to = arguments.Length > 2 ? (long)arguments[2]! : length;
        if (from < 0 || to < from || to > length)
        {
            throw new TemplateError($"error calling slice: index out of range: {(to > length ? to : from)}");
        }

        return arguments[0] is RegoArray array
            ? RegoArray.Of(array.AsSpan()[(int)from..(int)to])
            : RegoString.Of(Encoding.UTF8.GetString(bytes, (int)from, (int)(to - from)));
    }

    // Go's Sprint puts a blank only between two operands neither of which is a text.
    private static string Print(object?[] arguments)
    {
        var text = new StringBuilder();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (i > 0 && arguments[i] is not RegoString && arguments[i - 1] is not RegoString)
            {
                text.Append(' ');
            }

            text.Append(Shown(arguments[i]));
        }

        return text.ToString();
    }

    private static string Shown(object? value) => value is null ? "<nil>" : TemplateText.Of(value);

    private static string Html(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal).Replace("\0", "\uFFFD", StringComparison.Ordinal);

    private static bool AnyEqual(object?[] arguments)
    {
        if (arguments.Length < 2)
        {
            throw new TemplateError("error calling eq: missing argument for comparison");
        }

        return arguments.AsSpan(1).ToArray().Any(a => Same("eq", arguments[0], a));
    }

    private static bool Same(string name, object? left, object? right)
    {
        if (left is RegoArray or RegoObject || right is RegoArray or RegoObject)
        {
            throw new TemplateError($"error calling {name}: non-comparable type {TemplateText.TypeOf(left is RegoArray or RegoObject ? left : right)}");
        }

        if (left is null or RegoNull || right is null or RegoNull)
        {
            return left is null or RegoNull && right is null or RegoNull;
        }

        return Kind(left) == Kind(right)
            ? left is long or double ? left.Equals(right) : TemplateText.Of(left) == TemplateText.Of(right)
            : throw new TemplateError($"error calling {name}: incompatible types for comparison");
    }

    private static bool Ordered(string name, object?[] arguments)
    {
        if (arguments.Length != 2)
        {
            throw Wrong(name, "2", arguments.Length);
        }

        (object? left, object? right) = (arguments[0], arguments[1]);
        if (name == "ne")
        {
            return !Same(name, left, right);
        }

        if (Kind(left) != Kind(right))
        {
            throw new TemplateError($"error calling {name}: incompatible types for comparison");
        }

        int order = (left, right) switch
        {
            (long a, long b) => a.CompareTo(b),
            (double a, double b) => a.CompareTo(b),
            (RegoString or RegoNumber, _) => RegoString.Compare(TemplateText.Of(left), TemplateText.Of(right)),
            _ => throw new TemplateError($"error calling {name}: invalid type for comparison"),
        };
        return name switch { "lt" => order < 0, "le" => order <= 0, "gt" => order > 0, _ => order >= 0 };
    }

    // A number of a document is a text to Go.
    private static string Kind(object? value) => value is RegoNumber ? "string" : TemplateText.TypeOf(value);
}
