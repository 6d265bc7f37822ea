using System.Collections.Frozen;

namespace Pharos.Shell.Effects;

/// <summary>Reads the notation of <see cref="ProgramEntry"/>. A mistake in a row is a bug and throws; a test compiles every row.</summary>
internal static class SpecNotation
{
    private static readonly FrozenDictionary<string, Role> Roles = Enum.GetValues<Role>().ToFrozenDictionary(static role => Kebab(role.ToString()), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Traits> TraitNames = Enum.GetValues<Traits>().ToFrozenDictionary(static trait => Kebab(trait.ToString()), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, EffectKind> Kinds = new Dictionary<string, EffectKind>(StringComparer.Ordinal)
    {
        ["read"] = EffectKind.Read, ["list"] = EffectKind.List, ["write"] = EffectKind.Write, ["delete"] = EffectKind.Delete, ["exec"] = EffectKind.Execute,
        ["download"] = EffectKind.Download, ["upload"] = EffectKind.Upload, ["net"] = EffectKind.Network, ["listen"] = EffectKind.Listen,
        ["escalate"] = EffectKind.Escalate, ["persist"] = EffectKind.Persist, ["weaken"] = EffectKind.Weaken, ["secret"] = EffectKind.ExposeSecret,
        ["control"] = EffectKind.ControlProcess, ["install"] = EffectKind.Install, ["remote"] = EffectKind.ChangeRemote, ["device"] = EffectKind.WriteDevice,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Role RoleOf(string name) =>
        Roles.TryGetValue(name, out var role) ? role : throw new InvalidOperationException($"The catalogue names a role '{name}' that does not exist.");

    public static Traits TraitOf(string name) =>
        TraitNames.TryGetValue(name, out var trait) ? trait : throw new InvalidOperationException($"The catalogue names a trait '{name}' that does not exist.");

    public static IReadOnlyList<DoneEffect> Effects(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        return text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Effect).ToArray();
    }

    public static OptionSpec Option(string text)
    {
        IReadOnlyList<DoneEffect> does = [];
        var mark = text.IndexOf('!');
        if (mark > 0)
        {
            does = Effects(text[(mark + 1)..]);
            text = text[..mark];
        }

        var at = text.IndexOf('=');
        var optional = text.IndexOf('?');
        Role? value = null;
        var isOptional = false;
        if (at > 0)
        {
            value = RoleOf(text[(at + 1)..]);
            text = text[..at];
        }
        else if (optional > 0)
        {
            value = RoleOf(text[(optional + 1)..]);
            isOptional = true;
            text = text[..optional];
        }

        var prefix = text[^1] == '*' ? text[..^1] : null;
        return new OptionSpec(prefix is null ? text.Split('|') : [prefix], value, isOptional, does, prefix);
    }

    private static DoneEffect Effect(string text)
    {
        var reversible = text[^1] == '~';
        if (reversible)
        {
            text = text[..^1];
        }

        var certainty = Certainty.Certain;
        if (text.EndsWith("??", StringComparison.Ordinal))
        {
            (certainty, text) = (Certainty.Unknown, text[..^2]);
        }
        else if (text[^1] == '?')
        {
            (certainty, text) = (Certainty.Possible, text[..^1]);
        }

        var colon = text.IndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        var target = colon < 0 ? null : text[(colon + 1)..];
        if (Kinds.TryGetValue(name, out var kind))
        {
            return new DoneEffect(kind, "", certainty, reversible, target);
        }

        return name is "recursive" or "quiet" or "code" or "inplace"
            ? new DoneEffect(null, name, certainty, reversible, target)
            : throw new InvalidOperationException($"The catalogue names an effect '{name}' that does not exist.");
    }

    private static string Kebab(string name) =>
        string.Concat(name.Select(static (character, index) =>
            char.IsAsciiLetterUpper(character) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(character) : character.ToString()));
}
