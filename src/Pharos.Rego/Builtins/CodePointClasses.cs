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

    /// <summary>A general category such as L or Lu, or null; scripts are not known to .NET and are refused rather than guessed.</summary>
    internal static CodePoints? Category(string name)
    {
        if (name == "Any")
        {
            return new CodePoints().Add(0, 0x10ffff);
        }

        if (name.Length is < 1 or > 2 || !"CLMNPSZ".Contains(name[0], StringComparison.Ordinal) || Codes.All(c => !c.StartsWith(name, StringComparison.Ordinal)))
        {
            return null;
        }

        return Categories.GetOrAdd(name, static wanted =>
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
    }

    // In the order of UnicodeCategory; Go has no class for unassigned code points.
    private static readonly string[] Codes =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "-",
    ];
}
