using System.Globalization;
using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Yaml;

/// <summary>Values as YAML in block style, laid out as Go's library does it: keys in natural order, lists not indented below their key.</summary>
internal sealed class YamlWriter
{
    private const int BestWidth = 80;

    private readonly StringBuilder _text = new();
    private readonly int _maxText;
    private int _column;

    private YamlWriter(int maxText) => _maxText = maxText;

    /// <summary>The text of a value, or null where it would be longer than the limit.</summary>
    public static string? Write(RegoValue value, int maxText)
    {
        var writer = new YamlWriter(maxText);
        writer.Node(value, 0, isKey: false);
        if (writer._text.Length == 0 || writer._text[^1] != '\n')
        {
            writer.Put("\n");
        }

        return writer._text.Length > maxText ? null : writer._text.ToString();
    }

    private void Put(string text)
    {
        if (_text.Length > _maxText)
        {
            return;
        }

        _text.Append(text);
        var line = text.LastIndexOf('\n');
        _column = line < 0 ? _column + text.Length : text.Length - line - 1;
    }

    private void Line(int indent) => Put((_column == 0 ? "" : "\n") + new string(' ', indent));

    private void Node(RegoValue value, int indent, bool isKey)
    {
        switch (value)
        {
            case RegoObject { Count: 0 }:
                Put("{}");
                break;
            case RegoObject map:
                Mapping(map, indent);
                break;
            case RegoArray { Count: 0 } or RegoSet { Count: 0 }:
                Put("[]");
                break;
            case RegoArray list:
                Sequence(list, indent);
                break;
            case RegoSet set:
                Sequence(set, indent);
                break;
            case RegoString text:
                Text(text.Value, indent, isKey);
                break;
            default:
                Put(value is RegoNumber number ? Number(number) : JsonText.Of(value, escapeHtml: false));
                break;
        }
    }

    private static string Number(RegoNumber number) => number.IsWhole && number.TryGetInt64(out _) ? number.Text : Go(number.ToDouble());

    private static string Go(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark < 0)
        {
            return text;
        }

        var exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{text[..mark]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private void Mapping(RegoObject map, int indent)
    {
        var first = true;
        foreach (var (key, value) in map.Select(static e => (Key: JsonText.Key(e.Key), e.Value)).OrderBy(static e => e.Key, NaturalOrder.Instance))
        {
            if (!first || _column != indent)
            {
                Line(indent);
            }

            first = false;
            Text(key, indent, isKey: true);
            Put(":");
            var nested = value is RegoObject { Count: > 0 } or RegoArray { Count: > 0 } or RegoSet { Count: > 0 };
            if (!nested)
            {
                Put(" ");
            }

            if (value is RegoArray { Count: > 0 } or RegoSet { Count: > 0 })
            {
                Line(indent);
                Node(value, indent, isKey: false);
            }
            else
            {
                if (nested)
                {
                    Line(indent + 2);
                }

                Node(value, indent + 2, isKey: false);
            }
        }
    }

    private void Sequence(IEnumerable<RegoValue> items, int indent)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                Line(indent);
            }

            first = false;
            Put("- ");
            Node(item, indent + 2, isKey: false);
        }
    }

    private void Text(string text, int indent, bool isKey)
    {
        if (text.Contains('\n', StringComparison.Ordinal) && !isKey && !text.EndsWith("\n\n", StringComparison.Ordinal) && text[0] is not (' ' or '\n' or '\t') && text.All(static c => c is '\n' or '\t' or >= ' ' and not '\u007f'))
        {
            Literal(text, indent);
        }
        else if (text == "<<" || YamlScalars.Plain(text) is not RegoString || YamlScalars.IsNonFinite(text) || !IsPrintable(text))
        {
            Put(YamlQuoting.Double(text));
        }
        else if (YamlQuoting.MayBePlain(text))
        {
            Folded(text, indent, isKey, "");
        }
        else
        {
            Folded(text.Replace("'", "''", StringComparison.Ordinal), indent, isKey, "'");
        }
    }

    private static bool IsPrintable(string text) => text.All(static c => c is >= ' ' and not ('\u007f' or '\uFEFF') && !char.IsControl(c));

    /// <summary>A long text on one line breaks at a single space once the line is full; readers join the lines again.</summary>
    private void Folded(string text, int indent, bool isKey, string quote)
    {
        Put(quote);
        var start = 0;
        for (var i = 1; i < text.Length - 1 && !isKey; i++)
        {
            if (text[i] == ' ' && text[i - 1] != ' ' && text[i + 1] != ' ' && _column + i - start > BestWidth)
            {
                Put(text[start..i]);
                Put("\n" + new string(' ', Math.Max(indent, 2)));
                start = i + 1;
            }
        }

        Put(text[start..]);
        Put(quote);
    }

    private void Literal(string text, int indent)
    {
        Put(text.EndsWith('\n') ? "|" : "|-");
        var lines = (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
        foreach (var line in lines)
        {
            Put("\n" + (line.Length == 0 ? "" : new string(' ', Math.Max(indent, 2)) + line));
        }
    }
}
