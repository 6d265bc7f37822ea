namespace Pharos.Shell.Tests.Differential;

/// <summary>Whether a command that was listed before a script ran can be the one that ran.</summary>
internal static class CommandMatch
{
    /// <summary>Words that are known must be equal; one that is not stands for any number of words that begin as far as it is certain.</summary>
    public static bool Covers(ShellCommand listed, string[] executed)
    {
        var words = new List<ShellWord>(listed.Arguments.Count + 1) { listed.Program };
        words.AddRange(listed.Arguments);
        var reached = new HashSet<int> { 0 };
        foreach (var word in words)
        {
            var next = new HashSet<int>();
            foreach (var at in reached)
            {
                if (word.IsKnown)
                {
                    if (at < executed.Length && executed[at] == word.Text)
                    {
                        next.Add(at + 1);
                    }

                    continue;
                }

                var several = word.MayBeSeveral || word.IsGlob;
                if (several && (word.KnownPrefix.Length == 0 || word.IsGlob))
                {
                    next.Add(at);
                }

                if (at < executed.Length && Begins(word, executed[at]))
                {
                    for (var end = at + 1; end <= (several ? executed.Length : at + 1); end++)
                    {
                        next.Add(end);
                    }
                }
            }

            reached = next;
        }

        return reached.Contains(executed.Length);
    }

    private static bool Begins(ShellWord word, string executed)
    {
        // The trace of "declare x=(…)" shows the name alone.
        var array = word.Text.IndexOf("=(…)", StringComparison.Ordinal);
        return array > 0 ? executed == word.Text[..array].TrimEnd('+') : executed.StartsWith(word.KnownPrefix, StringComparison.Ordinal);
    }
}
