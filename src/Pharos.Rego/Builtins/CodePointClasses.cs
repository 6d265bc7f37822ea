using System.Collections.Concurrent;
using System.Globalization;

namespace Pharos.Rego.Builtins;

/// <summary>The named classes of Go's regular expressions.</summary>
internal static class CodePointClasses
{
    private static readonly ConcurrentDictionary<string, CodePoints> Categories = new(StringComparer.Ordinal);

    internal static CodePoints Digit => new CodePoints().Add('0', '9');

    internal static CodePoints Word => new CodePoints().Add('0', '9').Add('A', 'Z').Add('_', '_').Add('a', 'z');

    internal static CodePoints Space => new CodePoints().Add('\t', '\n').Add('\f', '\r').Add(' ', ' ');

    internal static CodePoints? Posix(string name) => name switch
    {
        "alnum" => new CodePoints().Add('0', '9').Add('A', 'Z').Add('a', 'z'),
        "alpha" => new CodePoints().Add('A', 'Z').Add('a', 'z'),
        "ascii" => new CodePoints().Add(0, 0x7f),
        "blank" => new CodePoints().Add('\t', '\t').Add(' ', ' '),
        "cntrl" => new CodePoints().Add(0, 0x1f).Add(0x7f, 0x7f),
        "digit" => Digit,
        "graph" => new CodePoints().Add('!', '~'),
        "lower" => new CodePoints().Add('a', 'z'),
        "print" => new CodePoints().Add(' ', '~'),
        "punct" => new CodePoints().Add('!', '/').Add(':', '@').Add('[', '`').Add('{', '~'),
        "space" => new CodePoints().Add('\t', '\r').Add(' ', ' '),
        "upper" => new CodePoints().Add('A', 'Z'),
        "word" => Word,
        "xdigit" => new CodePoints().Add('0', '9').Add('A', 'F').Add('a', 'f'),
        _ => null,
    };

    /// <summary>A general category such as L or Lu, by short or long name, or a script such as Greek; null for other names.</summary>
    internal static CodePoints? Named(string name)
    {
        string canonical = Canonical(name);
        string category = LongNames.GetValueOrDefault(canonical, canonical);
        return category switch
        {
            "any" => new CodePoints().Add(0, 0x10ffff),
            "ascii" => new CodePoints().Add(0, 0x7f),
            "assigned" => Category("Cn").Negated(),
            "lc" => new CodePoints().Add(Category("Lu")).Add(Category("Ll")).Add(Category("Lt")),
            { Length: 1 or 2 } when Codes.FirstOrDefault(c => c.StartsWith(category, StringComparison.OrdinalIgnoreCase)) is { } code => Category(code[..category.Length]),
            _ => UnicodeTables.Script(canonical),
        };
    }

    private static string Canonical(string name) =>
        string.Concat(name.Where(static c => c is not ('_' or '-' or ' '))).ToLowerInvariant();

    private static CodePoints Category(string code) => Categories.GetOrAdd(code, static wanted =>
    {
        var points = new CodePoints();
        int start = -1;
        for (int point = 0; point <= 0x110000; point++)
        {
            bool inside = point <= 0x10ffff && Codes[(int)CharUnicodeInfo.GetUnicodeCategory(point)].StartsWith(wanted, StringComparison.Ordinal);
            if (inside && start < 0)
            {
                start = point;
            }
            else if (!inside && start >= 0)
            {
                points.Add(start, point - 1);
                start = -1;
            }
        }

        return points;
    });

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["other"] = "c", ["control"] = "cc", ["cntrl"] = "cc", ["format"] = "cf", ["unassigned"] = "cn", ["privateuse"] = "co", ["surrogate"] = "cs",
        ["letter"] = "l", ["casedletter"] = "lc", ["lowercaseletter"] = "ll", ["modifierletter"] = "lm", ["otherletter"] = "lo",
        ["titlecaseletter"] = "lt", ["uppercaseletter"] = "lu", ["mark"] = "m", ["combiningmark"] = "m", ["spacingmark"] = "mc",
        ["enclosingmark"] = "me", ["nonspacingmark"] = "mn", ["number"] = "n", ["decimalnumber"] = "nd", ["digit"] = "nd",
        ["letternumber"] = "nl", ["othernumber"] = "no", ["punctuation"] = "p", ["punct"] = "p", ["connectorpunctuation"] = "pc",
        ["dashpunctuation"] = "pd", ["closepunctuation"] = "pe", ["finalpunctuation"] = "pf", ["initialpunctuation"] = "pi",
        ["otherpunctuation"] = "po", ["openpunctuation"] = "ps", ["symbol"] = "s", ["currencysymbol"] = "sc", ["modifiersymbol"] = "sk",
        ["mathsymbol"] = "sm", ["othersymbol"] = "so", ["separator"] = "z", ["lineseparator"] = "zl", ["paragraphseparator"] = "zp",
        ["spaceseparator"] = "zs",
    };

    // In the order of UnicodeCategory.
    private static readonly string[] Codes =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];
}
