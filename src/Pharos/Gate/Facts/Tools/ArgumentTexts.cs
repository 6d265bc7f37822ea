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

    /// <summary>Every name that a value is found under, in order; not those that stand too deep to be told apart.</summary>
    public static IEnumerable<string> NamesOf(RegoValue value, int depth = 0) => depth > DeepestNesting ? [] : value switch
    {
        RegoArray array => Enumerable.Range(0, array.Count).SelectMany(i => NamesOf(array[i], depth + 1)),
        RegoObject map => map.SelectMany(pair => (pair.Key is RegoString key ? (IEnumerable<string>)[key.Value] : []).Concat(NamesOf(pair.Value, depth + 1))),
        _ => [],
    };

    private static void Collect(string name, RegoValue value, List<(string Name, string Value)> found, int depth)
    {
        if (found.Count > Maximum)
        {
            return;
        }

        if (depth > DeepestNesting && value is RegoArray or RegoObject)
        {
            // Too deep to be told apart, and read by somebody all the same.
            found.Add((name, value.ToJson()));
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
