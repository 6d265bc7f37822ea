using System.Buffers;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>What a simple glob says of the segments of a text: those without a star are the text's own.</summary>
internal static class IndexGlob
{
    private const int MaximumSegments = 8;
    private static readonly SearchValues<char> Open = SearchValues.Create("?[]{}\\");
    private static readonly SearchValues<char> Special = SearchValues.Create("*?[]{}\\");

    public static void Add(IndexConditions conditions, IndexField text, TermNode pattern, TermNode delimiters)
    {
        if (pattern is not ConstantNode { Value: RegoString glob } || delimiters is not ConstantNode { Value: RegoArray array } || Characters(array) is not { } between)
        {
            return;
        }

        var rest = glob.Value.AsSpan();
        for (var i = 0; i < MaximumSegments; i++)
        {
            var end = rest.IndexOfAny(between);
            var segment = end < 0 ? rest : rest[..end];
            if (segment.ContainsAny(Special))
            {
                // Two stars, classes and alternatives may take in delimiters, so that nothing is known of what follows.
                if (segment.ContainsAny(Open) || segment.Contains("**", StringComparison.Ordinal))
                {
                    return;
                }
            }
            else
            {
                conditions.Add(text.Segment(between, i), [RegoString.Of(segment.ToString())]);
            }

            if (end < 0)
            {
                return;
            }

            rest = rest[(end + 1)..];
        }
    }

    /// <summary>The delimiters as one text; none stands for a dot. Null where one is no single UTF-16 unit or means something in a glob.</summary>
    private static string? Characters(RegoArray delimiters)
    {
        if (delimiters.Count == 0)
        {
            return ".";
        }

        var all = string.Empty;
        foreach (var delimiter in delimiters.AsSpan())
        {
            if (delimiter is not RegoString { Value.Length: 1 } one || char.IsSurrogate(one.Value[0]) || Special.Contains(one.Value[0]) || one.Value[0] == ',')
            {
                return null;
            }

            all += one.Value;
        }

        return all;
    }
}
