using System.Globalization;
using Pharos.Rego.Values;

namespace Pharos.Server.Opa.Decisions;

/// <summary>One rule that a mask policy gave: take away, or put a value in the place of, what stands at a path of the decision.</summary>
/// <param name="Path">The path as the policy wrote it, such as <c>/input/password</c>.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="Replacement">What is put there; null when it is taken away.</param>
internal sealed record MaskRule(string Path, IReadOnlyList<string> Parts, RegoValue? Replacement)
{
    /// <summary>Reads a member of the mask set: a path, or <c>{"op","path","value"}</c>.</summary>
    /// <returns>Null when it is neither: what it was meant to hide is unknown.</returns>
    public static MaskRule? Read(RegoValue value)
    {
        switch (value)
        {
            case RegoString path:
                return Of(path.Value, null);
            case RegoObject rule when Text(rule, "path") is { } path:
                return Text(rule, "op") switch
                {
                    "remove" => Of(path, null),
                    "upsert" => Of(path, rule.TryGet("value", out var replacement) ? replacement : RegoNull.Instance),
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>Applies the rule to the decision.</summary>
    /// <returns>The decision as it is to be recorded, or null when the path leads nowhere.</returns>
    public RegoObject? Apply(RegoObject decision) =>
        decision.ContainsKey(RegoString.Of(Parts[0])) ? (Replacement is null ? Remove(decision, 0) : Upsert(decision, 0)) as RegoObject : null;

    private RegoValue? Remove(RegoValue value, int depth)
    {
        var isLast = depth == Parts.Count - 1;
        switch (value)
        {
            case RegoObject document when KeyIn(document, Parts[depth]) is { } key && document.TryGet(key, out var member):
                return isLast ? Without(document, key)
                    : Remove(member, depth + 1) is { } changed ? With(document, key, changed)
                    : null;
            case RegoArray list when IndexIn(list, Parts[depth]) is { } index:
                return isLast ? RegoArray.From(list.Where((_, at) => at != index))
                    : Remove(list[index], depth + 1) is { } item ? RegoArray.From(list.Select((old, at) => at == index ? item : old))
                    : null;
            default:
                return null;
        }
    }

    private RegoValue? Upsert(RegoValue value, int depth)
    {
        if (depth == Parts.Count)
        {
            return Replacement;
        }

        switch (value)
        {
            case RegoObject document:
                var key = KeyIn(document, Parts[depth]) ?? RegoString.Of(Parts[depth]);
                var below = document.TryGet(key, out var member) ? member : RegoObject.Empty;
                return Upsert(below, depth + 1) is { } changed ? With(document, key, changed) : null;
            case RegoArray list when IndexIn(list, Parts[depth]) is { } index:
                return Upsert(list[index], depth + 1) is { } item ? RegoArray.From(list.Select((old, at) => at == index ? item : old)) : null;
            default:
                return null;
        }
    }

    private static MaskRule? Of(string path, RegoValue? replacement)
    {
        var parts = path.Split('/');
        return parts is ["", "input" or "result" or "nd_builtin_cache", ..] ? new MaskRule(path, parts[1..], replacement) : null;
    }

    // A policy may have meant the key itself, or its escaped form in an address or a pointer; hiding one too many is the safe mistake.
    private static RegoString? KeyIn(RegoObject document, string part)
    {
        foreach (var spelling in (string[])[part, Uri.UnescapeDataString(part), part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)])
        {
            if (RegoString.Of(spelling) is var key && document.ContainsKey(key))
            {
                return key;
            }
        }

        return null;
    }

    private static int? IndexIn(RegoArray list, string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count ? index : null;

    private static RegoObject With(RegoObject document, RegoValue key, RegoValue value)
    {
        var changed = new RegoObject.Builder(document);
        changed.Set(key, value);
        return changed.Build();
    }

    private static RegoObject Without(RegoObject document, RegoValue key)
    {
        var changed = new RegoObject.Builder();
        foreach (var (name, value) in document.Where(pair => !pair.Key.Equals(key)))
        {
            changed.Set(name, value);
        }

        return changed.Build();
    }

    private static string? Text(RegoObject rule, string name) => rule.TryGet(name, out var value) && value is RegoString { Value.Length: > 0 } text ? text.Value : null;
}
