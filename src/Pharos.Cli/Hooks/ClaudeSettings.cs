using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>The text of a Claude Code settings file, with our hooks in it or not. Everything that is not ours keeps its bytes.</summary>
internal static class ClaudeSettings
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text with exactly these hooks of ours; the same array when they stand there already.</summary>
    /// <param name="text">The file's bytes; empty for a file that does not exist.</param>
    /// <param name="hooks">Our hooks.</param>
    /// <exception cref="ClaudeSettingsException">The text is not settings that can be changed safely.</exception>
    public static byte[] Install(byte[] text, IReadOnlyList<ClaudeHook> hooks)
    {
        var (mark, body) = Split(text);
        body = body.AsSpan().Trim(" \t\r\n"u8).IsEmpty ? "{}\n"u8.ToArray() : body;
        var present = Ours(Check(body));
        if (present.Count == hooks.Count && hooks.All(present.Contains))
        {
            return text;
        }

        body = RemoveOurs(body);
        foreach (var hook in hooks)
        {
            body = Add(body, hook);
        }

        return [.. mark, .. body];
    }

    /// <summary>The text without our hooks; the same array when there are none.</summary>
    /// <exception cref="ClaudeSettingsException">The text is not settings that can be changed safely.</exception>
    public static byte[] Uninstall(byte[] text)
    {
        var (mark, body) = Split(text);
        return body.AsSpan().Trim(" \t\r\n"u8).IsEmpty || Ours(Check(body)).Count == 0 ? text : [.. mark, .. RemoveOurs(body)];
    }

    /// <summary>Our hooks in the text.</summary>
    /// <exception cref="ClaudeSettingsException">The text is not settings.</exception>
    public static IReadOnlyList<ClaudeHook> Find(byte[] text)
    {
        var (_, body) = Split(text);
        return body.AsSpan().Trim(" \t\r\n"u8).IsEmpty ? [] : Ours(Check(body));
    }

    /// <summary>Whether the text turns every hook off.</summary>
    public static bool DisablesHooks(byte[] text)
    {
        var (_, body) = Split(text);
        return !body.AsSpan().Trim(" \t\r\n"u8).IsEmpty && Check(body).Member("disableAllHooks")?.Kind == JsonTokenType.True;
    }

    private static (byte[] Mark, byte[] Body) Split(byte[] text) =>
        text.AsSpan().StartsWith(ByteOrderMark) ? (text[..3], text[3..]) : ([], text);

    private static JsonSpan Check(byte[] body)
    {
        JsonSpan root;
        try
        {
            root = JsonSpan.Parse(body);
        }
        catch (JsonException problem)
        {
            throw new ClaudeSettingsException($"it is not valid JSON ({problem.Message}). Claude Code ignores such a file; repair it and run this again.");
        }

        if (root.Kind != JsonTokenType.StartObject)
        {
            throw new ClaudeSettingsException("it is not a JSON object.");
        }

        if (root.Member("hooks") is { } hooks
            && (hooks.Kind != JsonTokenType.StartObject || hooks.Children.Any(child => child.Value.Kind != JsonTokenType.StartArray)))
        {
            throw new ClaudeSettingsException("\"hooks\" is not an object of arrays, which Claude Code would not accept.");
        }

        return root;
    }

    private static List<ClaudeHook> Ours(JsonSpan root) =>
    [
        .. (root.Member("hooks")?.Children ?? []).SelectMany(byEvent => byEvent.Value.Children.SelectMany(group =>
            (group.Value.Member("hooks")?.Children ?? []).Where(handler => IsOurs(handler.Value)).Select(handler => new ClaudeHook(
                byEvent.Name!,
                handler.Value.Member("command")!.Text!,
                handler.Value.Member("onFailure")?.Text == "block",
                group.Value.Member("matcher")?.Text ?? "*")))),
    ];

    private static bool IsOurs(JsonSpan handler) =>
        handler.Kind == JsonTokenType.StartObject && handler.Member("command")?.Text is { } command && command.Contains(HookShim.FileName, StringComparison.Ordinal);

    // One removal at a time, each on a fresh reading of the text: the places of everything behind it have moved.
    private static byte[] RemoveOurs(byte[] body)
    {
        while (RemoveOne(body) is { } shorter)
        {
            body = shorter;
        }

        return body;
    }

    private static byte[]? RemoveOne(byte[] body)
    {
        var root = JsonSpan.Parse(body);
        if (root.Member("hooks") is not { } hooks)
        {
            return null;
        }

        for (var e = 0; e < hooks.Children.Count; e++)
        {
            var groups = hooks.Children[e].Value;
            for (var g = 0; g < groups.Children.Count; g++)
            {
                var handlers = groups.Children[g].Value.Member("hooks");
                for (var h = 0; h < (handlers?.Children.Count ?? 0); h++)
                {
                    if (!IsOurs(handlers!.Children[h].Value))
                    {
                        continue;
                    }

                    // The largest part that holds nothing but ours goes, so that nothing empty stays behind.
                    return handlers.Children.Count > 1 ? JsonEdit.Remove(body, handlers, h)
                        : groups.Children.Count > 1 ? JsonEdit.Remove(body, groups, g)
                        : hooks.Children.Count > 1 ? JsonEdit.Remove(body, hooks, e)
                        : JsonEdit.Remove(body, root, root.IndexOf("hooks"));
                }
            }
        }

        return null;
    }

    private static byte[] Add(byte[] body, ClaudeHook hook)
    {
        var root = JsonSpan.Parse(body);
        var style = JsonStyle.Of(body, root);
        var group = Render(style, writer => Write(writer, hook));
        if (root.Member("hooks") is not { } hooks)
        {
            return JsonEdit.Append(body, root, $"\"hooks\": {{\n{style.Indent}{Indent(Named(hook, group, style), style)}\n}}", 1, style);
        }

        return hooks.Member(hook.Event) is { } groups
            ? JsonEdit.Append(body, groups, group, 3, style)
            : JsonEdit.Append(body, hooks, Named(hook, group, style), 2, style);
    }

    private static string Named(ClaudeHook hook, string group, JsonStyle style) => $"\"{hook.Event}\": [\n{style.Indent}{Indent(group, style)}\n]";

    private static string Indent(string text, JsonStyle style) => text.Replace("\n", "\n" + style.Indent, StringComparison.Ordinal);

    private static void Write(Utf8JsonWriter writer, ClaudeHook hook)
    {
        writer.WriteStartObject();
        writer.WriteString("matcher", hook.Matcher);
        writer.WriteStartArray("hooks");
        writer.WriteStartObject();
        writer.WriteString("type", "command");
        writer.WriteString("command", hook.Command);
        writer.WriteNumber("timeout", ClaudeHook.TimeoutSeconds);
        if (hook.BlocksOnFailure)
        {
            writer.WriteString("onFailure", "block");
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
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
