namespace Pharos.Shell.Effects.Languages;

/// <summary>Finds what SQL given on a command line changes, by its verbs outside of quotes.</summary>
internal static class SqlScanner
{
    public static void Scan(ShellWord sql, ReadingBuilder reading)
    {
        var text = sql.Text;
        var target = reading.Label;
        for (var i = 0; i < text.Length;)
        {
            var character = text[i];
            if (character is '\'' or '"' or '`')
            {
                var end = text.IndexOf(character, i + 1);
                i = end < 0 ? text.Length : end + 1;
            }
            else if (character == '\\' && i + 1 < text.Length && text[i + 1] is '!' or 'c' or 'o' or 'g' or 'i')
            {
                if (text[i + 1] == '!')
                {
                    reading.Script(ParsedArguments.Part(sql, i + 2), target + " \\!");
                    return;
                }

                reading.Execute(Certainty.Possible, target + " \\" + text[i + 1]);
                i += 2;
            }
            else if (character == '.' && (i == 0 || text[i - 1] is '\n' or ';') && i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]))
            {
                DotCommand(sql, i, reading);
                var line = text.IndexOf('\n', i);
                i = line < 0 ? text.Length : line;
            }
            else if (char.IsAsciiLetter(character))
            {
                var start = i;
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
                {
                    i++;
                }

                var word = text.AsSpan(start, i - start);
                if (Is(word, "program") && Literal(text, i) is { } program)
                {
                    // COPY … PROGRAM runs its text by a shell on the server.
                    reading.Script(new ShellWord(program, sql.IsKnown, "", false, sql.Span), target + " COPY PROGRAM", elsewhere: true);
                }
                else if (Is(word, "system") && StartsLine(text, start))
                {
                    var line = text.IndexOf('\n', i);
                    reading.Script(new ShellWord(text[i..(line < 0 ? text.Length : line)].Trim(' ', ';'), sql.IsKnown, "", false, sql.Span), target + " system");
                    i = line < 0 ? text.Length : line;
                    continue;
                }

                Verb(word, reading, target);
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>The quoted text that comes next.</summary>
    private static string? Literal(string text, int from)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        var end = from < text.Length && text[from] == '\'' ? text.IndexOf('\'', from + 1) : -1;
        return end < 0 ? null : text[(from + 1)..end];
    }

    private static bool StartsLine(string text, int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t')
        {
            at--;
        }

        return at == 0 || text[at - 1] is '\n' or ';';
    }

    private static void Verb(ReadOnlySpan<char> word, ReadingBuilder reading, string target)
    {
        if (Is(word, "drop") || Is(word, "truncate") || Is(word, "delete"))
        {
            reading.Add(EffectKind.Delete, Certainty.Certain, TargetKind.Program, target);
        }
        else if (Is(word, "update") || Is(word, "insert") || Is(word, "alter") || Is(word, "create") || Is(word, "merge") || Is(word, "replace") || Is(word, "rename"))
        {
            reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, target);
        }
        else if (Is(word, "grant") || Is(word, "revoke"))
        {
            reading.Add(EffectKind.Escalate, Certainty.Certain, TargetKind.Program, target);
        }
        else if (Is(word, "copy") || Is(word, "load_file") || Is(word, "outfile") || Is(word, "dumpfile") || Is(word, "lo_import") || Is(word, "lo_export")
            || Is(word, "pg_read_file") || Is(word, "xp_cmdshell") || Is(word, "load_extension") || Is(word, "program") || Is(word, "attach") || Is(word, "writefile"))
        {
            reading.Execute(Certainty.Possible, target + " " + word.ToString());
        }
    }

    private static void DotCommand(ShellWord sql, int at, ReadingBuilder reading)
    {
        var line = sql.Text.AsSpan(at);
        if (line.StartsWith(".shell", StringComparison.Ordinal) || line.StartsWith(".system", StringComparison.Ordinal))
        {
            reading.Script(ParsedArguments.Part(sql, at + (line[2] == 'h' ? 6 : 7)), reading.Label + " .shell");
        }
        else if (!(line.StartsWith(".tables", StringComparison.Ordinal) || line.StartsWith(".schema", StringComparison.Ordinal) || line.StartsWith(".mode", StringComparison.Ordinal)
            || line.StartsWith(".headers", StringComparison.Ordinal) || line.StartsWith(".databases", StringComparison.Ordinal) || line.StartsWith(".quit", StringComparison.Ordinal)
            || line.StartsWith(".exit", StringComparison.Ordinal) || line.StartsWith(".dump", StringComparison.Ordinal) || line.StartsWith(".help", StringComparison.Ordinal)))
        {
            reading.Execute(Certainty.Unknown, reading.Label + " dot command");
        }
    }

    private static bool Is(ReadOnlySpan<char> word, string verb) => word.Equals(verb, StringComparison.OrdinalIgnoreCase);
}
