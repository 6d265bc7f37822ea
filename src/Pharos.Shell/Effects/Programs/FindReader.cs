namespace Pharos.Shell.Effects.Programs;

/// <summary>Reads the expression of <c>find</c>: its actions are where it does more than look.</summary>
internal static class FindReader
{
    public static void Read(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var starts = new List<ShellWord>();
        var at = 0;
        while (at < words.Count && words[at].Text is "-H" or "-L" or "-P" or "-E" or "-X" || at < words.Count && words[at].Text is "-D" or "-s" or "-d" or "-x" || at < words.Count && words[at].Text.StartsWith("-O", StringComparison.Ordinal))
        {
            at += words[at].Text == "-D" ? 2 : 1;
        }

        for (; at < words.Count; at++)
        {
            var text = words[at].Text;
            if (words[at].IsKnown && (text.StartsWith('-') || text is "(" or "!" or ")" or ","))
            {
                break;
            }

            starts.Add(words[at]);
        }

        reading.IsRecursive = true;
        if (starts.Count == 0)
        {
            starts.Add(ShellWord.Known(".", reading.Command.Program.Span));
        }

        foreach (var start in starts)
        {
            reading.Apply(Role.List, start);
        }

        Expression(words, at, starts, reading);
    }

    private static void Expression(IReadOnlyList<ShellWord> words, int at, List<ShellWord> starts, ReadingBuilder reading)
    {
        var tests = new FindTests();
        for (; at < words.Count; at++)
        {
            tests.See(words, at);
            switch (words[at].Text)
            {
                case "-delete":
                    Delete(starts, tests.Selection, reading);
                    break;
                case "-exec" or "-execdir" or "-ok" or "-okdir":
                    at = Exec(words, at, starts, tests.Selection, reading);
                    break;
                case "-fprint" or "-fprint0" or "-fls" when at + 1 < words.Count:
                    reading.Apply(Role.Write, words[++at]);
                    break;
                case "-fprintf" when at + 1 < words.Count:
                    reading.Apply(Role.Write, words[++at]);
                    at++;
                    break;
                case "-name" or "-iname" or "-path" or "-ipath" or "-wholename" when at + 1 < words.Count:
                    Sought(words[++at], starts, reading);
                    break;
                case "-perm" when at + 1 < words.Count && IsSetUser(words[at + 1].Text):
                    // Programs that run as their owner are what an intruder looks for next.
                    reading.Add(EffectKind.Escalate, Certainty.Possible, TargetKind.Program, "find -perm " + words[++at].Text);
                    break;
                case "-files0-from" when at + 1 < words.Count:
                    reading.Apply(Role.Read, words[++at]);
                    break;
                default:
                    if (!words[at].IsKnown && words[at].KnownPrefix.Length == 0 && (at == 0 || !words[at - 1].Text.StartsWith('-')))
                    {
                        reading.Execute(Certainty.Unknown, "find " + words[at].Text);
                    }

                    break;
            }
        }
    }

    private static bool IsSetUser(string mode)
    {
        var digits = mode.TrimStart('-', '/', '+', '0');
        return mode.Contains('s', StringComparison.Ordinal) || digits.Length == 4 && digits[0] is '2' or '4' or '6' && digits.All(char.IsAsciiDigit);
    }

    private static void Delete(List<ShellWord> starts, Selection selection, ReadingBuilder reading)
    {
        reading.Selection = selection;
        foreach (var start in starts)
        {
            reading.Path(EffectKind.Delete, start);
        }

        reading.Selection = Selection.All;
    }

    /// <summary>Looking for key files elsewhere than in the workspace is the first step of taking them.</summary>
    private static void Sought(ShellWord name, List<ShellWord> starts, ReadingBuilder reading)
    {
        var classes = PathClasses.Of("/" + name.Text.Trim('*', '/'), reading.Context.Home);
        foreach (var start in starts)
        {
            var named = name.Text.Contains("credential", StringComparison.OrdinalIgnoreCase) || name.Text.Contains("password", StringComparison.OrdinalIgnoreCase)
                || name.Text.Contains("token", StringComparison.OrdinalIgnoreCase) || name.Text.Contains("secret", StringComparison.OrdinalIgnoreCase);
            if ((named || (classes & PathClass.Secret) != PathClass.None) && start.Text.Length > 0 && start.Text[0] is '/' or '~')
            {
                reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Path, name.Text);
            }
        }
    }

    private static int Exec(IReadOnlyList<ShellWord> words, int at, List<ShellWord> starts, Selection selection, ReadingBuilder reading)
    {
        var end = at + 1;
        while (end < words.Count && words[end].Text is not (";" or "\\;") && !(words[end].Text == "+" && words[end - 1].Text.Contains("{}", StringComparison.Ordinal)))
        {
            end++;
        }

        // The match stands for the paths below the starting points, so that what happens to {} happens to those folders.
        var command = new List<ShellWord>();
        for (var i = at + 1; i < end; i++)
        {
            var word = words[i];
            if (!word.Text.Contains("{}", StringComparison.Ordinal))
            {
                command.Add(word);
            }
            else if (word.Text == "{}")
            {
                foreach (var start in starts)
                {
                    var pattern = start.Text.TrimEnd('/') + "/*";
                    command.Add(new ShellWord(pattern, false, start.IsKnown ? pattern[..^1] : start.KnownPrefix, start.IsKnown, word.Span) { Selection = selection });
                }
            }
            else
            {
                command.Add(new ShellWord(word.Text, false, word.Text[..word.Text.IndexOf("{}", StringComparison.Ordinal)], false, word.Span));
            }
        }

        reading.Nested(command, "find " + words[at].Text, extra: false);
        return end;
    }

    public static void ReadFd(ProgramSpec spec, IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Text is "-x" or "-X" or "--exec" or "--exec-batch" || (words[i].Text.StartsWith("--exec", StringComparison.Ordinal) && words[i].Text.Contains('=')))
            {
                var folder = reading.Directory ?? ".";
                var command = new List<ShellWord>();
                for (var j = i + 1; j < words.Count && words[j].Text != ";"; j++)
                {
                    command.Add(words[j].Text == "{}" ? new ShellWord(folder + "/*", false, folder + "/", true, words[j].Span) : words[j]);
                }

                reading.Nested(command, "fd " + words[i].Text, extra: true);
                words = words.Take(i).ToArray();
                break;
            }

            if (!words[i].IsKnown && words[i].KnownPrefix.Length == 0)
            {
                reading.Execute(Certainty.Possible, "fd " + words[i].Text);
            }
        }

        reading.IsRecursive = true;
        reading.Add(EffectKind.List, reading.Directory is null ? Certainty.Unknown : Certainty.Certain, TargetKind.Path, reading.Directory ?? ".", false, true);
        var operands = 0;
        foreach (var word in words)
        {
            if (!word.Text.StartsWith('-') && operands++ > 0 && ReadingBuilder.LooksLikePath(word.Text))
            {
                reading.Apply(Role.List, word);
            }
        }
    }
}
