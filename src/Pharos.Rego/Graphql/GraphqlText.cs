using System.Globalization;
using System.Text;

namespace Pharos.Rego.Graphql;

/// <summary>Texts as GraphQL writes them: quoting for messages, and the common indentation that block strings lose.</summary>
internal static class GraphqlText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Takes the common indentation off all lines but the first, and blank lines off both ends.</summary>
    public static string Block(string raw)
    {
        var lines = raw.Split('\n').ToList();
        var common = int.MaxValue;
        foreach (var line in lines.Skip(1))
        {
            var indent = Indent(line);
            if (indent < line.Length)
            {
                common = Math.Min(common, indent);
            }
        }

        if (common != int.MaxValue)
        {
            for (var i = 1; i < lines.Count; i++)
            {
                lines[i] = lines[i].Length < common ? "" : lines[i][common..];
            }
        }

        var first = lines.FindIndex(static l => Indent(l) < l.Length);
        var last = lines.FindLastIndex(static l => Indent(l) < l.Length);
        return first < 0 ? "" : string.Join('\n', lines.GetRange(first, last - first + 1));
    }

    private static int Indent(string line)
    {
        var indent = 0;
        while (indent < line.Length && (line[indent] is ' ' or '\t'))
        {
            indent++;
        }

        return indent;
    }
}
