using System.Globalization;
using System.Text;

namespace Pharos.Rego.Values;

/// <summary>Writes values as Rego source: sets in braces, the empty set as <c>set()</c>, texts quoted as Go quotes them.</summary>
internal static class RegoNotation
{
    internal static void Append(StringBuilder text, RegoValue value)
    {
        switch (value)
        {
            case RegoNull:
                text.Append("null");
                break;
            case RegoBoolean boolean:
                text.Append(boolean.Value ? "true" : "false");
                break;
            case RegoNumber number:
                text.Append(number.Text);
                break;
            case RegoString words:
                AppendQuoted(text, words.Value);
                break;
            case RegoArray array:
                text.Append('[');
                for (int i = 0; i < array.Count; i++)
                {
                    Separate(text, i);
                    Append(text, array[i]);
                }

                text.Append(']');
                break;
            case RegoSet { Count: 0 }:
                text.Append("set()");
                break;
            case RegoSet set:
                text.Append('{');
                for (int i = 0; i < set.Count; i++)
                {
                    Separate(text, i);
                    Append(text, set.ItemAt(i));
                }

                text.Append('}');
                break;
            case RegoObject entries:
                text.Append('{');
                for (int i = 0; i < entries.Count; i++)
                {
                    Separate(text, i);
                    Append(text, entries.KeyAt(i));
                    text.Append(": ");
                    Append(text, entries.ValueAt(i));
                }

                text.Append('}');
                break;
        }
    }

    internal static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (Rune rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\a':
                    text.Append("\\a");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\v':
                    text.Append("\\v");
                    break;
                case < ' ' or 0x7f:
                    text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                    break;
                default:
                    AppendRune(text, rune);
                    break;
            }
        }

        text.Append('"');
    }

    private static void AppendRune(StringBuilder text, Rune rune)
    {
        bool printable = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            && (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) != UnicodeCategory.SpaceSeparator);
        if (printable)
        {
            text.Append(rune);
        }
        else if (rune.Value > 0xffff)
        {
            text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
    }

    private static void Separate(StringBuilder text, int index)
    {
        if (index > 0)
        {
            text.Append(", ");
        }
    }
}
