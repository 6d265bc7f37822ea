using System.Globalization;
using System.Text;

namespace Pharos.Rego.Yaml;

/// <summary>Which texts may stand without quotes, and how the others are quoted.</summary>
internal static class YamlQuoting
{
    public static bool MayBePlain(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] == ' ' || text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal)
            || "#,[]{}&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal))
        {
            return false;
        }

        if ((text[0] is '?' or ':' or '-') && (text.Length == 1 || text[1] is ' ' or '\t'))
        {
            return false;
        }

        for (var i = 1; i < text.Length; i++)
        {
            var last = i + 1 == text.Length;
            if ((text[i] == ':' && (last || (text[i + 1] is ' ' or '\t'))) || (text[i] == '#' && (text[i - 1] is ' ' or '\t')))
            {
                return false;
            }
        }

        return true;
    }

    public static string Double(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\0' => "\\0",
                '\a' => "\\a",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\v' => "\\v",
                '\f' => "\\f",
                '\r' => "\\r",
                '\u001b' => "\\e",
                '\u0085' => "\\N",
                < ' ' or (>= '\u007f' and < '\u00a0') => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
                '\uFEFF' => "\\uFEFF",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
