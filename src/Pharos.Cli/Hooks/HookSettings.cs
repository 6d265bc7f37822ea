using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>The text of an agent's settings file, with our hooks in it or not. Everything that is not ours keeps its bytes.</summary>
internal sealed class HookSettings(SettingsLayout layout)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text with exactly these hooks of ours; the same array when they stand there already.</summary>
    /// <param name="text">The file's bytes; empty for a file that does not exist.</param>
    /// <param name="hooks">Our hooks.</param>
    /// <exception cref="HookSettingsException">The text is not settings that can be changed safely.</exception>
    public byte[] Install(byte[] text, IReadOnlyList<HookEntry> hooks)
    {
        var (mark, body) = Split(text);
        body = IsBlank(body) ? "{}\n"u8.ToArray() : body;
        var root = Check(body);
        var present = Ours(root);
        if (present.Count == hooks.Count && hooks.All(present.Contains) && (layout.Version is null || root.Member("version") is not null))
        {
            return text;
        }

        body = RemoveOurs(body);
        if (layout.Version is { } version && root.Member("version") is null)
        {
            body = HookEntryText.AddVersion(body, Parse(body), version);
        }

        foreach (var hook in hooks)
        {
            body = HookEntryText.Add(layout, body, Parse(body), hook);
        }

        return [.. mark, .. body];
    }

    /// <summary>The text without our hooks; the same array when there are none.</summary>
    /// <exception cref="HookSettingsException">The text is not settings that can be changed safely.</exception>
    public byte[] Uninstall(byte[] text)
    {
        var (mark, body) = Split(text);
        return IsBlank(body) || Ours(Check(body)).Count == 0 ? text : [.. mark, .. RemoveOurs(body)];
    }

    /// <summary>Our hooks in the text.</summary>
    /// <exception cref="HookSettingsException">The text is not settings.</exception>
    public IReadOnlyList<HookEntry> Find(byte[] text) => ReadRoot(text) is { } root ? Ours(root) : [];

    /// <summary>The settings as they stand; null for a file that does not exist or is blank.</summary>
    /// <exception cref="HookSettingsException">The text is not settings.</exception>
    public JsonSpan? ReadRoot(byte[] text)
    {
        var (_, body) = Split(text);
        return IsBlank(body) ? null : Check(body);
    }

    private static (byte[] Mark, byte[] Body) Split(byte[] text) =>
        text.AsSpan().StartsWith(ByteOrderMark) ? (text[..3], text[3..]) : ([], text);

    private static bool IsBlank(byte[] body) => body.AsSpan().Trim(" \t\r\n"u8).IsEmpty;

    private JsonSpan Parse(byte[] body) => JsonSpan.Parse(body, layout.TakesComments);

    private JsonSpan Check(byte[] body)
    {
        JsonSpan root;
        try
        {
            root = Parse(body);
        }
        catch (JsonException problem)
        {
            throw new HookSettingsException($"it is not valid JSON ({problem.Message}). {layout.Agent} ignores such a file; repair it and run this again.");
        }

        if (root.Kind != JsonTokenType.StartObject)
        {
            throw new HookSettingsException("it is not a JSON object.");
        }

        if (root.Member("hooks") is { } hooks
            && (hooks.Kind != JsonTokenType.StartObject || hooks.Children.Any(child => child.Value.Kind != JsonTokenType.StartArray && !layout.OtherMembers.Contains(child.Name))))
        {
            throw new HookSettingsException($"\"hooks\" is not an object of arrays, which {layout.Agent} would not accept.");
        }

        if (layout.Version is { } version && root.Member("version") is { } stated && stated.Number != version)
        {
            throw new HookSettingsException($"its \"version\" is not {version}, and this version of Pharos knows no other.");
        }

        return root;
    }

    private List<HookEntry> Ours(JsonSpan root) =>
    [
        .. (root.Member("hooks")?.Children ?? []).SelectMany(byEvent => byEvent.Value.Children.SelectMany(child =>
            (layout.IsGrouped ? child.Value.Member("hooks")?.Children ?? [] : [child]).Where(handler => IsOurs(handler.Value)).Select(handler => new HookEntry(
                byEvent.Name!,
                handler.Value.Member("command")!.Text!,
                handler.Value.Member("timeout")?.Number ?? 0,
                layout.BlocksOnFailure(handler.Value),
                child.Value.Member("matcher")?.Text ?? HookEntry.EveryTool)))),
    ];

    private static bool IsOurs(JsonSpan handler) =>
        handler.Kind == JsonTokenType.StartObject && handler.Member("command")?.Text is { } command && command.Contains(HookShim.FileName, StringComparison.Ordinal);

    // One removal at a time, each on a fresh reading of the text: the places of everything behind it have moved.
    private byte[] RemoveOurs(byte[] body)
    {
        while (RemoveOne(body) is { } shorter)
        {
            body = shorter;
        }

        return body;
    }

    private byte[]? RemoveOne(byte[] body)
    {
        var root = Parse(body);
        if (root.Member("hooks") is not { } hooks)
        {
            return null;
        }

        for (var e = 0; e < hooks.Children.Count; e++)
        {
            var children = hooks.Children[e].Value;
            for (var c = 0; c < children.Children.Count; c++)
            {
                var handlers = layout.IsGrouped ? children.Children[c].Value.Member("hooks") : null;
                var at = IndexOfOurs(handlers?.Children ?? [children.Children[c]]);
                if (at < 0)
                {
                    continue;
                }

                // The largest part that holds nothing but ours goes, so that nothing empty stays behind.
                return handlers?.Children.Count > 1 ? JsonEdit.Remove(body, handlers, at)
                    : children.Children.Count > 1 ? JsonEdit.Remove(body, children, c)
                    : hooks.Children.Count > 1 ? JsonEdit.Remove(body, hooks, e)
                    : JsonEdit.Remove(body, root, root.IndexOf("hooks"));
            }
        }

        return null;
    }

    private static int IndexOfOurs(IReadOnlyList<JsonChild> handlers)
    {
        for (var h = 0; h < handlers.Count; h++)
        {
            if (IsOurs(handlers[h].Value))
            {
                return h;
            }
        }

        return -1;
    }
}
