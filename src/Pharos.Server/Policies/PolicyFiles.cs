using System.Globalization;
using System.Text;
using Pharos.Policies;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Server.Policies;

/// <summary>The two folders that policies come from. A written module replaces a base module of the same id; data documents are merged, the written ones winning.</summary>
/// <param name="baseFolder">The base bundle; never written.</param>
/// <param name="writtenFolder">The folder for modules written through the server.</param>
internal sealed class PolicyFiles(string baseFolder, string writtenFolder)
{
    /// <summary>Loads what is on disk.</summary>
    public PolicySources Load()
    {
        var (below, above) = (PolicyFolder.Load(baseFolder), PolicyFolder.Load(writtenFolder));
        var replaced = above.Modules.Select(module => module.Id).ToHashSet(StringComparer.Ordinal);
        return new PolicySources([.. below.Modules.Where(module => !replaced.Contains(module.Id)), .. above.Modules], Merge(below.Data, above.Data));
    }

    /// <summary>What would be loaded after a change; a null source is a removal.</summary>
    public PolicySources LoadWith(PolicyId id, string? source)
    {
        var below = PolicyFolder.Load(baseFolder).Modules.FirstOrDefault(module => module.Id == id.Path);
        var sources = Load();
        var others = sources.Modules.Where(module => module.Id != id.Path);
        var changed = source is null ? below : new RegoModule(id.Path, source);
        return sources with { Modules = changed is null ? [.. others] : [.. others, changed] };
    }

    /// <summary>Whether a module was written here.</summary>
    public bool HasWritten(PolicyId id) => File.Exists(PathOf(id));

    /// <summary>Writes or removes a module, durably and never by halves.</summary>
    public void Write(PolicyId id, string? source)
    {
        var path = PathOf(id);
        if (source is null)
        {
            File.Delete(path);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(source));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Changes whenever a file is added, removed or written.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var folder in (string[])[baseFolder, writtenFolder])
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
            }
        }

        return text.ToString();
    }

    private string PathOf(PolicyId id) => Path.Combine(writtenFolder, id.Path);

    private static RegoObject Merge(RegoObject below, RegoObject above)
    {
        var merged = new RegoObject.Builder(below);
        foreach (var (key, value) in above)
        {
            merged.Set(key, merged.TryGet(key, out var old) && old is RegoObject left && value is RegoObject right ? Merge(left, right) : value);
        }

        return merged.Build();
    }
}
