namespace Pharos.Gate.Facts.Content;

/// <summary>The commands of a crontab.</summary>
internal static class CronText
{
    public static IReadOnlyList<RunnableScript> Of(string text)
    {
        var scripts = new List<RunnableScript>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var fields = words.Length == 0 || words[0].StartsWith('#') ? -1 : words[0].StartsWith('@') ? 1 : 5;
            if (fields < 0 || words.Length <= fields || scripts.Count >= RunnableText.MaximumScripts || (fields == 5 && !words[0].All(character => char.IsAsciiDigit(character) || character is '*' or '/' or ',' or '-')))
            {
                continue;
            }

            scripts.Add(new RunnableScript(RunnableScript.Shell, string.Join(' ', words[fields..]), EffectOrigin.Script));
        }

        return scripts;
    }
}
