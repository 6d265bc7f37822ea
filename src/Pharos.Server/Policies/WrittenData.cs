using Pharos.Rego.Values;

namespace Pharos.Server.Policies;

/// <summary>
/// What was written over the data of the policy folders: documents that were set, and documents of the folders that were removed. Kept as the difference, so that an
/// update of the folders still reaches every document nobody has written.
/// </summary>
/// <param name="Written">The documents that were set.</param>
/// <param name="Removed">The paths of documents that the folders have and that were removed.</param>
internal sealed record WrittenData(RegoObject Written, IReadOnlyList<IReadOnlyList<string>> Removed)
{
    /// <summary>Largest difference, in bytes of its file.</summary>
    public const int MaximumBytes = 10 * 1024 * 1024;

    public static WrittenData None { get; } = new(RegoObject.Empty, []);

    /// <summary>The difference between what the folders hold and what the data is to be.</summary>
    public static WrittenData Between(RegoObject folders, RegoObject data)
    {
        var removed = new List<IReadOnlyList<string>>();
        return new WrittenData(Difference(folders, data, [], removed), removed);
    }

    /// <summary>Reads a difference; null when the value is none.</summary>
    public static WrittenData? Read(RegoValue value)
    {
        if (value is not RegoObject file || !file.TryGet("written", out var written) || written is not RegoObject documents || !file.TryGet("removed", out var list) || list is not RegoArray paths)
        {
            return null;
        }

        var removed = paths.Select(path => path is RegoArray parts ? parts.OfType<RegoString>().Select(part => part.Value).ToArray() : []).ToList();
        return new WrittenData(documents, removed);
    }

    /// <summary>The difference as it is kept in its file.</summary>
    public string ToJson() => RegoObject.Of(
        ("written", Written),
        ("removed", RegoArray.From(Removed.Select(path => RegoArray.From(path.Select(RegoString.Of)))))).ToJson();

    /// <summary>The data of the folders with what was written over it.</summary>
    public RegoObject Over(RegoObject folders)
    {
        foreach (var path in Removed)
        {
            folders = new DataEdit(DataEditKind.Remove, path, null).Apply(folders).Data ?? folders;
        }

        return Merge(folders, Written);
    }

    /// <summary>Both, the upper one winning; objects are merged.</summary>
    public static RegoObject Merge(RegoObject below, RegoObject above)
    {
        var merged = new RegoObject.Builder(below);
        foreach (var (key, value) in above)
        {
            merged.Set(key, merged.TryGet(key, out var old) && old is RegoObject left && value is RegoObject right ? Merge(left, right) : value);
        }

        return merged.Build();
    }

    private static RegoObject Difference(RegoObject folders, RegoObject data, IReadOnlyList<string> at, List<IReadOnlyList<string>> removed)
    {
        foreach (var (key, _) in folders)
        {
            if (key is RegoString name && !data.ContainsKey(key))
            {
                removed.Add([.. at, name.Value]);
            }
        }

        var written = new RegoObject.Builder();
        foreach (var (key, value) in data)
        {
            if (!folders.TryGet(key, out var old))
            {
                written.Set(key, value);
            }
            else if (old is RegoObject left && value is RegoObject right && key is RegoString name)
            {
                var inner = Difference(left, right, [.. at, name.Value], removed);
                if (inner.Count > 0)
                {
                    written.Set(key, inner);
                }
            }
            else if (!old.Equals(value))
            {
                written.Set(key, value);
            }
        }

        return written.Build();
    }
}
