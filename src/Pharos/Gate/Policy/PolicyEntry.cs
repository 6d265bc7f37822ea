using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate.Policy;

/// <summary>One member of <c>data.pharos.gate.deny</c>, <c>review</c> or <c>allow</c>.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Reason">Why, in words for the developer.</param>
/// <param name="Score">How sure, from 0 to 1.</param>
/// <param name="Covers">What an allow speaks for.</param>
/// <param name="Evidence">The parts it points at.</param>
internal sealed record PolicyEntry(string Rule, string Reason, double Score, Coverage Covers, IReadOnlyList<Evidence> Evidence)
{
    private const string Unexplained = "named by the rule";

    /// <summary>Reads a member of a set; null when it does not have the shape of an entry.</summary>
    public static PolicyEntry? Read(RegoValue value)
    {
        if (value is not RegoObject entry || Text(entry, "rule") is not { Length: > 0 } rule || Text(entry, "reason") is not { } reason)
        {
            return null;
        }

        var score = entry.TryGet("score", out var number)
            ? number is RegoNumber given && given.ToDouble() is >= 0 and <= 1 and var read ? read : double.NaN
            : 1;
        var covers = entry.TryGet("covers", out var named) ? Coverage.Read(named) : Coverage.Nothing;
        return double.IsNaN(score) || covers is null ? null : new PolicyEntry(rule, reason, score, covers, ReadEvidence(entry));
    }

    private static List<Evidence> ReadEvidence(RegoObject entry)
    {
        var evidence = new List<Evidence>();
        if (entry.TryGet("evidence", out var list) && list is RegoArray or RegoSet)
        {
            foreach (var item in (IEnumerable<RegoValue>)list)
            {
                if (item is RegoObject piece)
                {
                    evidence.Add(new Evidence(Text(piece, "segment") ?? "", Text(piece, "why") ?? Unexplained));
                }
            }
        }

        return evidence;
    }

    private static string? Text(RegoObject entry, string name) => entry.TryGet(name, out var value) && value is RegoString text ? text.Value : null;
}
