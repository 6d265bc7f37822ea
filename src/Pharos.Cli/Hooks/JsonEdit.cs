using System.Text;

namespace Pharos.Cli.Hooks;

/// <summary>Adds and removes children in a JSON text without touching any other byte.</summary>
internal static class JsonEdit
{
    /// <summary>Adds a child behind the last one.</summary>
    /// <param name="text">The document.</param>
    /// <param name="container">An object or array of it.</param>
    /// <param name="child">The child's text, its lines indented as if it stood at the margin.</param>
    /// <param name="depth">How deep the child stands.</param>
    /// <param name="style">How the document is laid out.</param>
    public static byte[] Append(byte[] text, JsonSpan container, string child, int depth, JsonStyle style)
    {
        var lines = child.Split('\n');
        var margin = style.NewLine + string.Concat(Enumerable.Repeat(style.Indent, depth));
        var indented = margin + string.Join(margin, lines);
        if (container.Children is [.., var last])
        {
            return Splice(text, last.Value.End, last.Value.End, "," + indented);
        }

        var closing = style.NewLine + string.Concat(Enumerable.Repeat(style.Indent, depth - 1));
        return Splice(text, container.Start + 1, container.End - 1, indented + closing);
    }

    /// <summary>Removes a child with the comma and the space that belong to it.</summary>
    public static byte[] Remove(byte[] text, JsonSpan container, int index)
    {
        var children = container.Children;
        return index > 0 ? Splice(text, children[index - 1].Value.End, children[index].Value.End, "")
            : children.Count > 1 ? Splice(text, children[0].Start, children[1].Start, "")
            : Splice(text, container.Start + 1, container.End - 1, "");
    }

    private static byte[] Splice(byte[] text, int start, int end, string replacement) =>
        [.. text.AsSpan(0, start), .. Encoding.UTF8.GetBytes(replacement), .. text.AsSpan(end)];
}
