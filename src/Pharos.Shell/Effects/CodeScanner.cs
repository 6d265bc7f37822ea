using Pharos.Shell.Effects.Languages;

namespace Pharos.Shell.Effects;

/// <summary>
/// Looks at code given on a command line. It does not parse the languages: code made only of names known to be harmless is harmless,
/// names known to do something are named as possible effects, and everything else is code that nobody looked into.
/// </summary>
internal static class CodeScanner
{
    private const int LongestCode = 20_000;

    public static bool IsShell(string program) => ProgramName.WithoutVersion(program) is "sh" or "bash" or "dash" or "zsh" or "ksh" or "mksh" or "ash" or "rbash" or "yash" or "posh"
        or "fish" or "busybox" or "sudo" or "ssh" or "at" or "batch" or "su";

    public static void Scan(string label, ShellWord code, ReadingBuilder reading)
    {
        var space = label.IndexOf(' ');
        var program = ProgramName.WithoutVersion(space < 0 ? label : label[..space]);
        if (!code.IsKnown || code.Text.Length > LongestCode)
        {
            reading.Execute(Certainty.Unknown, reading.Label + " code");
            return;
        }

        if (program is "psql" or "mysql" or "mariadb" or "sqlite" or "sqlcmd" or "duckdb" or "cqlsh" or "clickhouse-client" or "snowsql" or "bq" or "impala-shell" or "hive")
        {
            SqlScanner.Scan(code, reading);
            return;
        }

        var words = LanguageWords.Of(program);
        if (words is null)
        {
            reading.Execute(Certainty.Unknown, reading.Label + " code");
            return;
        }

        if (!Words(code, words, reading))
        {
            reading.Execute(Certainty.Unknown, reading.Label + " code");
        }
    }

    /// <summary>Walks over the code once. False when it holds a name that is not known to be harmless.</summary>
    private static bool Words(ShellWord code, LanguageWords words, ReadingBuilder reading)
    {
        var text = code.Text;
        var harmless = true;
        for (var i = 0; i < text.Length;)
        {
            var character = text[i];
            if (character is '"' or '\'')
            {
                var end = EndOfString(text, i);
                harmless &= words.StringsAreInert || !text.AsSpan(i, end - i).ContainsAny("$#{`@");
                i = end;
                continue;
            }

            if (character == '`')
            {
                var end = EndOfString(text, i);
                if (words.BackticksRun)
                {
                    Nested(text, i, end, code, reading);
                }

                harmless = false;
                i = end;
                continue;
            }

            if (character is '@' or '%' or '&' && words.HasSigils && i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]) || character == '$')
            {
                i++;
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
                {
                    i++;
                }

                continue;
            }

            if (character == '@' && !words.HasSigils)
            {
                harmless = false;
            }

            if (!char.IsAsciiLetter(character) && character != '_')
            {
                harmless &= character < 128;
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
            {
                i++;
            }

            harmless &= Name(text, start, i, words, code, reading);
        }

        return harmless;
    }

    private static bool Name(string text, int start, int end, LanguageWords words, ShellWord code, ReadingBuilder reading)
    {
        var name = text.AsSpan(start, end - start);
        if (words.Dangerous.TryGetValue(name, out var effects))
        {
            reading.Done(effects.Does);
            if (effects.TakesShell && StringAfter(text, end) is { } literal)
            {
                Nested(text, literal.Start, literal.End, code, reading);
            }
            else if (effects.PathKind is { } kind && StringAfter(text, end) is { } path)
            {
                reading.Path(kind, ShellWord.Known(text[(path.Start + 1)..(path.End - 1)], code.Span), possible: true);
            }

            return false;
        }

        if (words.Harmless.Contains(name))
        {
            return true;
        }

        // A name of the code's own is a variable: harmless unless it is called, imported or reached through a dot.
        var next = end;
        while (next < text.Length && text[next] == ' ')
        {
            next++;
        }

        var called = next < text.Length && text[next] == '(';
        var reached = start > 0 && text[start - 1] is '.' or ':' or '>';
        return !words.EveryWordCalls && !called && !reached && !name.StartsWith("_", StringComparison.Ordinal);
    }

    private static void Nested(string text, int start, int end, ShellWord code, ReadingBuilder reading)
    {
        if (end - start >= 2)
        {
            reading.Script(ShellWord.Known(text[(start + 1)..(end - 1)].Replace("\\\"", "\"", StringComparison.Ordinal), code.Span), reading.Label + " code");
        }
    }

    private static (int Start, int End)? StringAfter(string text, int from)
    {
        while (from < text.Length && text[from] is ' ' or '(' or '[')
        {
            from++;
        }

        return from < text.Length && text[from] is '"' or '\'' ? (from, EndOfString(text, from)) : null;
    }

    private static int EndOfString(string text, int start)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == quote)
            {
                return i + 1;
            }
        }

        return text.Length;
    }
}
