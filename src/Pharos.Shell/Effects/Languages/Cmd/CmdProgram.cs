using System.Text;

namespace Pharos.Shell.Effects.Languages.Cmd;

/// <summary>Reads the arguments of <c>cmd</c>: what stands after <c>/c</c>, <c>/k</c> or <c>/r</c> is one command line.</summary>
internal static class CmdProgram
{
    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            if (text.Length < 2 || text[0] is not ('/' or '-'))
            {
                reading.Execute(Certainty.Unknown, reading.Label + " " + text);
                return;
            }

            // Letters may stand together, and the command may follow without a blank.
            for (var letter = 1; letter < text.Length; letter++)
            {
                switch (char.ToLowerInvariant(text[letter]))
                {
                    case 'c' or 'k' or 'r':
                        Command(words, i, letter + 1, reading);
                        return;
                    case '?':
                        return;
                    case ':':
                        letter = text.Length;
                        break;
                    case 's' or 'q' or 'd' or 'a' or 'u' or 't' or 'e' or 'f' or 'v' or 'x' or 'y' or '/':
                        break;
                    default:
                        reading.Execute(Certainty.Unknown, reading.Label + " " + text);
                        return;
                }
            }
        }

        reading.RunsStandardInput = true;
    }

    private static void Command(IReadOnlyList<ShellWord> words, int at, int from, ReadingBuilder reading)
    {
        reading.HasCode = true;
        var text = new StringBuilder(words[at].Text[from..]);
        var known = words[at].IsKnown;
        for (var i = at + 1; i < words.Count; i++)
        {
            // A word that held blanks was quoted; alone it is the whole line, beside others it stays one word.
            var quoted = words.Count > at + 2 && words[i].Text.Contains(' ', StringComparison.Ordinal);
            text.Append(text.Length == 0 ? "" : " ").Append(quoted ? "\"" : "").Append(words[i].Text).Append(quoted ? "\"" : "");
            known &= words[i].IsKnown;
        }

        var code = text.ToString();
        CmdReader.Read(new ShellWord(code, known, known ? code : "", false, words[at].Span), reading);
    }
}
