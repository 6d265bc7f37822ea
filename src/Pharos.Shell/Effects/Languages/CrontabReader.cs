namespace Pharos.Shell.Effects.Languages;

/// <summary>Reads the lines of a crontab: five fields of time, or a name of a time, and then a command.</summary>
internal static class CrontabReader
{
    private const int MostLines = 1_000;

    public static void Read(ShellWord text, ReadingBuilder reading)
    {
        var lines = 0;
        foreach (var line in text.Text.Split('\n'))
        {
            var rest = line.AsSpan().Trim();
            if (rest.Length == 0 || rest[0] == '#')
            {
                continue;
            }

            if (++lines > MostLines)
            {
                reading.UnknownPart(text.Span, "the crontab is longer than is analysed");
                return;
            }

            for (var fields = rest[0] == '@' ? 1 : 5; fields > 0; fields--)
            {
                var space = rest.IndexOfAny(' ', '\t');
                rest = space < 0 ? [] : rest[space..].TrimStart();
            }

            if (rest.Length > 0)
            {
                reading.Script(new ShellWord(rest.ToString(), text.IsKnown, "", false, text.Span), "crontab");
            }
        }
    }
}
