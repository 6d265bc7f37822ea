using Pharos.Gate.Definitions;

namespace Pharos.Gate.Facts.Texts;

/// <summary>How one member of a definition changed.</summary>
/// <param name="Member">The member.</param>
/// <param name="Before">What it was, masked and cut; null where it was not there.</param>
/// <param name="After">What it is; null where it is gone.</param>
public sealed record DefinitionChange(string Member, string? Before, string? After)
{
    /// <summary>What differs between two definitions.</summary>
    public static IReadOnlyList<DefinitionChange> Between(DefinitionText before, DefinitionText after)
    {
        var old = before.Members.ToDictionary(member => member.Name, StringComparer.Ordinal);
        var changes = new List<DefinitionChange>();
        foreach (var member in after.Members)
        {
            if (!old.Remove(member.Name, out var was))
            {
                changes.Add(new DefinitionChange(member.Name, null, member.Shown));
            }
            else if (was.Hash != member.Hash)
            {
                changes.Add(new DefinitionChange(member.Name, was.Shown, member.Shown));
            }
        }

        changes.AddRange(old.Values.Select(gone => new DefinitionChange(gone.Name, gone.Shown, null)));
        return changes;
    }
}
