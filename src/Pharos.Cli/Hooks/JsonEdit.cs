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

        // What stands in a container without children is white space, or a comment, which stays.
        var closing = style.NewLine + string.Concat(Enumerable.Repeat(style.Indent, depth - 1));
        var kept = text.AsSpan((container.Start + 1)..(container.End - 1)).TrimEnd(" \t\r\n"u8).Length;
        return Splice(text, container.Start + 1 + kept, container.End - 1, indented + closing);
    }

    /// <summary>Removes a child with the comma and the space that belong to it.</summary>
    public static byte[] Remove(byte[] text, JsonSpan container, int index)
    {
        var children = container.Children;
        return index > 0 ? Splice(text, children[index - 1].Value.End, children[index].Value.End, "")
            : children.Count > 1 ? Splice(text, children[0].Start, children[1].Start, "")
            : RemoveOnly(text, container);
    }

    private static byte[] RemoveOnly(byte[] text, JsonSpan container)
    {
        var (start, end) = (container.Children[0].Start, container.Children[0].Value.End);
        var before = text.AsSpan((container.Start + 1)..start).TrimEnd(" \t\r\n"u8).Length;
        var isAlone = before == 0 && text.AsSpan(end..(container.End - 1)).Trim(" \t\r\n"u8).IsEmpty;
        return isAlone ? Splice(text, container.Start + 1, container.End - 1, "") : Splice(text, container.Start + 1 + before, end, "");
    }

    private static byte[] Splice(byte[] text, int start, int end, string replacement) =>
        [.. text.AsSpan(0, start), .. Encoding.UTF8.GetBytes(replacement), .. text.AsSpan(end)];
}
