using Pharos.Rego.Values;

namespace Pharos.Gate.Facts.Tools;

/// <summary>The texts in a tool's arguments, each with the name it stands under.</summary>
internal static class ArgumentTexts
{
    /// <summary>Most texts of one call.</summary>
    public const int Maximum = 512;

    private const int DeepestNesting = 32;

    /// <summary>Every text in a value, in order; at most one more than <see cref="Maximum"/>.</summary>
    public static List<(string Name, string Value)> Of(RegoValue value)
    {
        var found = new List<(string, string)>();
        Collect("", value, found, 0);
        return found;
    }

    private static void Collect(string name, RegoValue value, List<(string Name, string Value)> found, int depth)
    {
        if (found.Count > Maximum || depth > DeepestNesting)
        {
            return;
        }

        switch (value)
        {
            case RegoString text:
                found.Add((name, text.Value));
                break;
            case RegoArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    Collect(name, array[i], found, depth + 1);
                }

                break;
            case RegoObject map:
                foreach (var pair in map)
                {
                    Collect(pair.Key is RegoString key ? key.Value : name, pair.Value, found, depth + 1);
                }

                break;
        }
    }
}
