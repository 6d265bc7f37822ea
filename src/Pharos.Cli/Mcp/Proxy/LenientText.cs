using System.Globalization;
using System.Text;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Reads a text of JSON that holds half a character: lenient readers put something in its place and go on, so that is how it is looked into.</summary>
internal static class LenientText
{
    /// <summary>The text that a JSON string stands for, with U+FFFD for each half.</summary>
    /// <param name="json">The string as it was written, valid JSON with its quotation marks.</param>
    public static string Of(string json)
    {
        var text = new StringBuilder(json.Length);
        for (var i = 1; i < json.Length - 1; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
                continue;
            }

            i++;
            text.Append(json[i] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                'u' => (char)ushort.Parse(json.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var letter => letter,
            });
            i += json[i] == 'u' ? 4 : 0;
        }

        // Enumerating puts U+FFFD in the place of halves.
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.ToString().EnumerateRunes())
        {
            whole.Append(rune.ToString());
        }

        return whole.ToString();
    }
}
