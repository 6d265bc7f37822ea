using System.Text.RegularExpressions;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Semantic versions.</summary>
internal static partial class Semver
{
    internal static IEnumerable<Builtin> All =>
    [
        new("semver.is_valid", 1, false, static (_, a) => RegoBoolean.Of(a[0] is RegoString text && Parse(text.Value) is not null)),
        new("semver.compare", 2, false, Compare),
    ];

    private static RegoValue? Compare(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string left) || !context.Text(arguments, 2, out string right))
        {
            return null;
        }

        if (Parse(left) is not { } a)
        {
            return context.Failure($"operand 1: string \"{left}\" is not a valid SemVer");
        }

        return Parse(right) is { } b
            ? RegoNumber.Of(Math.Sign(Order(a, b)))
            : context.Failure($"operand 2: string \"{right}\" is not a valid SemVer");
    }

    private static int Order(Match left, Match right)
    {
        for (int part = 1; part <= 3; part++)
        {
            int order = CompareDigits(left.Groups[part].Value, right.Groups[part].Value);
            if (order != 0)
            {
                return order;
            }
        }

        string a = left.Groups[4].Value;
        string b = right.Groups[4].Value;
        if (a.Length == 0 || b.Length == 0)
        {
            // A pre-release comes before its release.
            return (a.Length == 0).CompareTo(b.Length == 0);
        }

        string[] first = a.Split('.');
        string[] second = b.Split('.');
        for (int i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            bool digitsA = first[i].All(char.IsAsciiDigit);
            bool digitsB = second[i].All(char.IsAsciiDigit);
            int order = digitsA && digitsB ? CompareDigits(first[i], second[i])
                : digitsA != digitsB ? (digitsA ? -1 : 1) : string.CompareOrdinal(first[i], second[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return first.Length - second.Length;
    }

    private static int CompareDigits(string left, string right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length - right.Length : string.CompareOrdinal(left, right);
    }

    private static Match? Parse(string text) => Pattern().Match(text) is { Success: true } match ? match : null;

    [GeneratedRegex(@"\Av?(?<1>[0-9]+)\.(?<2>[0-9]+)\.(?<3>[0-9]+)(-(?<4>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
