using System.Collections.Frozen;
using System.Text;

namespace Pharos.Gate.Facts.Content;

/// <summary>What make puts into a recipe before the shell sees it: the variables that the file itself sets, and those that make always has.</summary>
internal sealed class MakeVariables
{
    /// <summary>What stands where a variable's value is not known: a variable that no shell knows either.</summary>
    public const string Unknown = "${MAKE_VARIABLE}";

    private const int DeepestNesting = 4;
    private const int LongestExpansion = 20_000;

    // Variables of variables multiply; a makefile that needs more of them is not understood further.
    private const int MostExpansions = 10_000;

    private static readonly FrozenDictionary<string, string> BuiltIn = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CC"] = "cc", ["CXX"] = "c++", ["CPP"] = "cc -E", ["AR"] = "ar", ["AS"] = "as", ["LD"] = "ld", ["MAKE"] = "make", ["RM"] = "rm -f", ["CURDIR"] = ".", ["SHELL"] = "sh", ["YACC"] = "yacc", ["LEX"] = "lex",
        ["CFLAGS"] = "", ["CXXFLAGS"] = "", ["CPPFLAGS"] = "", ["LDFLAGS"] = "", ["LDLIBS"] = "", ["MAKEFLAGS"] = "", ["@"] = "target", ["<"] = "source", ["^"] = "sources", ["*"] = "stem", ["?"] = "sources", ["+"] = "sources",
        ["@D"] = "folder", ["<D"] = "folder", ["@F"] = "target", ["<F"] = "source",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private int _expansions;

    private MakeVariables()
    {
    }

    /// <summary>Reads the assignments of a makefile.</summary>
    public static MakeVariables Of(string text)
    {
        var variables = new MakeVariables();
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || line[0] is '\t' or '#' or ' ')
            {
                continue;
            }

            var name = line[..equals].TrimEnd(':', '?', '+', ' ', '!').Replace("export ", "", StringComparison.Ordinal).Trim();
            if (name.Length is > 0 and <= 64 && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'))
            {
                variables._values[name] = line[(equals + 1)..].Trim();
            }
        }

        return variables;
    }

    /// <summary>A line as the shell gets it. What neither make nor the file sets is not known.</summary>
    public string Expand(string line) => Expand(line, 0);

    private string Expand(string line, int depth)
    {
        var result = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length && result.Length < LongestExpansion; at++)
        {
            if (line[at] != '$' || at + 1 == line.Length)
            {
                result.Append(line[at]);
            }
            else if (line[at + 1] == '$')
            {
                result.Append('$');
                at++;
            }
            else if (line[at + 1] is '(' or '{')
            {
                var close = line.IndexOf(line[at + 1] == '(' ? ')' : '}', at);
                result.Append(ValueOf(close < 0 ? "" : line[(at + 2)..close], depth));
                at = close < 0 ? line.Length : close;
            }
            else
            {
                result.Append(ValueOf(line[at + 1].ToString(), depth));
                at++;
            }
        }

        return result.ToString();
    }

    private string ValueOf(string name, int depth) =>
        ++_expansions > MostExpansions ? Unknown
        : _values.TryGetValue(name, out var value) ? depth < DeepestNesting ? Expand(value, depth + 1) : Unknown
        : BuiltIn.TryGetValue(name, out var known) ? known
        : Unknown;
}
