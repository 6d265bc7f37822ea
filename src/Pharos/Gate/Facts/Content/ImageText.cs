using System.Text;

namespace Pharos.Gate.Facts.Content;

/// <summary>The commands that building a container image runs.</summary>
internal static class ImageText
{
    public static IReadOnlyList<RunnableScript> Of(string text)
    {
        var scripts = new List<RunnableScript>();
        var lines = text.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        for (var i = 0; i < lines.Length && scripts.Count < RunnableText.MaximumScripts; i++)
        {
            var line = lines[i].TrimStart();
            if (!line.StartsWith("RUN ", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var body = new StringBuilder();
            for (line = line[4..]; ; line = lines[++i])
            {
                body.Append(line.TrimStart().StartsWith('#') && body.Length > 0 ? "\\" : line).Append('\n');
                if (i + 1 >= lines.Length || !(line.EndsWith('\\') || line.TrimStart().StartsWith('#')))
                {
                    break;
                }
            }

            scripts.Add(new RunnableScript(RunnableScript.Shell, WithoutOptions(body.ToString()), EffectOrigin.Elsewhere));
        }

        return scripts;
    }

    // --mount=… and its like are the builder's, not the shell's.
    private static string WithoutOptions(string text)
    {
        while (text.StartsWith("--", StringComparison.Ordinal) && text.IndexOf(' ', StringComparison.Ordinal) is var blank and > 0)
        {
            text = text[(blank + 1)..].TrimStart();
        }

        return text;
    }
}
