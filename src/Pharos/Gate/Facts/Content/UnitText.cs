namespace Pharos.Gate.Facts.Content;

/// <summary>The commands of systemd units and desktop entries.</summary>
internal static class UnitText
{
    public static IReadOnlyList<RunnableScript> Of(string text)
    {
        var scripts = new List<RunnableScript>();
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && scripts.Count < RunnableText.MaximumScripts && line.StartsWith("Exec", StringComparison.Ordinal))
            {
                // The characters before the path say how the manager treats failure and rights.
                scripts.Add(new RunnableScript(RunnableScript.Shell, line[(equals + 1)..].Trim().TrimStart('-', '@', '+', '!', ':'), EffectOrigin.Script));
            }
        }

        return scripts;
    }
}
