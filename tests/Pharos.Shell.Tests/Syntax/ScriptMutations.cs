using System.Text;

namespace Pharos.Shell.Tests.Syntax;

/// <summary>Scripts that nobody would write: real ones with characters and tokens lost, doubled and swapped, and tokens at random. The same seed gives the same scripts.</summary>
internal static class ScriptMutations
{
    private const string Characters = "'\"`$(){}[]<>|&;#\\\n\t ~*?!=@,.-+a1";

    private static readonly string[] Tokens =
    [
        "if ", "then ", "elif ", "else ", "fi", "while ", "until ", "do ", "done", "for ", "in ", "case ", "esac", "select ", "function ", "{ ", "}", "! ", "time ", "coproc ", "[[ ", " ]]", "(( ", " ))",
        "(", ")", ";", ";;", ";&", ";;&", "&", "&&", "|", "||", "|&", "\n", "\\\n", " ", " ", " ", "<", ">", ">>", "<<<", ">|", "<&", ">&", "&>", "<>", "2>", "{fd}>", "<<E\n", "\nE\n", "<<-'E'\n", "<(", ">(",
        "$(", "${", "}", "$((", "))", "$[", "]", "`", "'", "\"", "$'", "$\"", "\\", "$x", "${x}", "${x:-", "${x#", "${#x}", "${x[", "x=", "x+=", "x=(", "x[1]=", "a", "b", "echo ", "f()", "#", "=~", "==", "-f ", "*", "?", "[a]", "{a,b}", "~",
        "declare ", "eval ", "local ", "1", "0x", "+", "@(", "!(",
    ];

    /// <summary>Makes scripts out of the public corpora and out of nothing.</summary>
    public static IEnumerable<string> Make(int seed, int count)
    {
        var random = new Random(seed);
        var seeds = Corpora.Commands().Where((_, index) => index % 41 == 0).Select(line => line.Command).Concat(ShellCases.OfOils().Where((_, index) => index % 7 == 0).Select(item => item.Script)).ToArray();
        for (var i = 0; i < count; i++)
        {
            yield return random.Next(3) == 0 ? Soup(random) : Mutated(seeds[random.Next(seeds.Length)], random);
        }
    }

    /// <summary>Up to forty tokens in any order.</summary>
    public static string Soup(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(1, 40); left > 0; left--)
        {
            text.Append(Tokens[random.Next(Tokens.Length)]);
        }

        return text.ToString();
    }

    /// <summary>A script with a few changes.</summary>
    public static string Mutated(string script, Random random)
    {
        var text = new StringBuilder(script.Length > 2_000 ? script[..2_000] : script);
        for (var changes = random.Next(1, 6); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Characters[random.Next(Characters.Length)]);
                    break;
                case 2:
                    text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                default:
                    text[at] = Characters[random.Next(Characters.Length)];
                    break;
            }
        }

        return text.ToString();
    }
}
