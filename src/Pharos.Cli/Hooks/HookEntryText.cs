using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>Writes a hook into a settings text so that it looks like the rest of it.</summary>
internal static class HookEntryText
{
    /// <summary>The text with one hook more.</summary>
    /// <param name="layout">How the agent's settings hold hooks.</param>
    /// <param name="body">The text.</param>
    /// <param name="root">The text as read.</param>
    /// <param name="hook">The hook.</param>
    public static byte[] Add(SettingsLayout layout, byte[] body, JsonSpan root, HookEntry hook)
    {
        var style = JsonStyle.Of(body, root);
        var entry = Render(style, writer => Write(layout, writer, hook));
        if (root.Member("hooks") is not { } hooks)
        {
            return JsonEdit.Append(body, root, $"\"hooks\": {{\n{style.Indent}{Indent(Named(hook, entry, style), style)}\n}}", 1, style);
        }

        return hooks.Member(hook.Event) is { } present
            ? JsonEdit.Append(body, present, entry, 3, style)
            : JsonEdit.Append(body, hooks, Named(hook, entry, style), 2, style);
    }

    /// <summary>The text with the version that the agent wants stated.</summary>
    public static byte[] AddVersion(byte[] body, JsonSpan root, int version) => JsonEdit.Append(body, root, $"\"version\": {version}", 1, JsonStyle.Of(body, root));

    private static string Named(HookEntry hook, string entry, JsonStyle style) => $"\"{hook.Event}\": [\n{style.Indent}{Indent(entry, style)}\n]";

    private static string Indent(string text, JsonStyle style) => text.Replace("\n", "\n" + style.Indent, StringComparison.Ordinal);

    private static void Write(SettingsLayout layout, Utf8JsonWriter writer, HookEntry hook)
    {
        writer.WriteStartObject();
        if (layout.IsGrouped)
        {
            writer.WriteString("matcher", hook.Matcher);
            writer.WriteStartArray("hooks");
            writer.WriteStartObject();
        }

        if (layout.HookName is { } name)
        {
            writer.WriteString("name", name);
        }

        if (layout.NamesType)
        {
            writer.WriteString("type", "command");
        }

        writer.WriteString("command", hook.Command);
        writer.WriteNumber("timeout", hook.Timeout);
        if (hook.BlocksOnFailure)
        {
            layout.WriteBlockOnFailure?.Invoke(writer);
        }

        if (layout.IsGrouped)
        {
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static string Render(JsonStyle style, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            IndentCharacter = style.Indent[0] == '\t' ? '\t' : ' ',
            IndentSize = style.Indent.Length,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
