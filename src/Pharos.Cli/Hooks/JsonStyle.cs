using System.Text;

namespace Pharos.Cli.Hooks;

/// <summary>How a JSON text is laid out, so that what is added looks like the rest.</summary>
/// <param name="Indent">One level.</param>
/// <param name="NewLine">End of a line.</param>
internal sealed record JsonStyle(string Indent, string NewLine)
{
    /// <summary>Finds out from the first member of the outermost object; two spaces where that says nothing.</summary>
    public static JsonStyle Of(ReadOnlySpan<byte> text, JsonSpan root)
    {
        var newLine = text.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";
        if (root.Children is not [var first, ..])
        {
            return new JsonStyle("  ", newLine);
        }

        var before = Encoding.UTF8.GetString(text[(root.Start + 1)..first.Start]);
        var line = before.LastIndexOf('\n');
        var indent = line < 0 ? "" : before[(line + 1)..];
        return new JsonStyle(indent.Length is > 0 and <= 8 && string.IsNullOrWhiteSpace(indent) ? indent : "  ", newLine);
    }
}
