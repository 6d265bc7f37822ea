using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>A path below the input or the data.</summary>
internal sealed record RootPath(RootKind Root, IReadOnlyList<RegoValue> Path);

/// <summary>Which references are not known: those at, above and below the unknown paths, except what a <c>with</c> has replaced.</summary>
internal sealed class Unknowns(IReadOnlyList<RootPath> unknown, IReadOnlyList<RootPath> known)
{
    /// <summary>The unknowns inside of a <c>with</c> that replaces these paths.</summary>
    public Unknowns Without(IEnumerable<RootPath> replaced)
    {
        var paths = replaced.ToList();
        return new Unknowns([.. unknown.Where(u => !paths.Exists(p => Covers(p, u)))], [.. known, .. paths]);
    }

    /// <summary>Whether a reference is, contains or lies in something unknown; a part of it that is no constant may be any key.</summary>
    public bool Overlap(RootKind root, IReadOnlyList<TermNode> path, int length)
    {
        foreach (var entry in unknown)
        {
            if (entry.Root == root && Compatible(entry.Path, path, length) && !known.Any(k => k.Root == root && Below(k.Path, path, length)))
            {
                return true;
            }
        }

        return false;
    }

    public bool Overlap(ReferenceNode reference) => Overlap(reference.Root, reference.Path, reference.Path.Count);

    private static bool Covers(RootPath above, RootPath below) =>
        above.Root == below.Root && above.Path.Count <= below.Path.Count && above.Path.SequenceEqual(below.Path.Take(above.Path.Count));

    private static bool Compatible(IReadOnlyList<RegoValue> entry, IReadOnlyList<TermNode> path, int length)
    {
        for (var i = 0; i < Math.Min(entry.Count, length); i++)
        {
            if (path[i] is ConstantNode constant && !constant.Value.Equals(entry[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Below(IReadOnlyList<RegoValue> entry, IReadOnlyList<TermNode> path, int length)
    {
        if (entry.Count > length)
        {
            return false;
        }

        for (var i = 0; i < entry.Count; i++)
        {
            if (path[i] is not ConstantNode constant || !constant.Value.Equals(entry[i]))
            {
                return false;
            }
        }

        return true;
    }
}
