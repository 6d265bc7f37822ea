using System.Globalization;
using System.Text;
using Pharos.Policies;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Server.Policies;

/// <summary>
/// The two folders that policies come from. A written module replaces a base module of the same id; data documents are merged, the written ones winning, and over
/// both lies the data that was written through the server.
/// </summary>
/// <param name="baseFolder">The base bundle; never written.</param>
/// <param name="writtenFolder">The folder for modules written through the server.</param>
internal sealed class PolicyFiles(string baseFolder, string writtenFolder)
{
    // Hidden, so that no loader of folders takes it for a document.
    private readonly string _dataFile = Path.Combine(writtenFolder, ".documents.json");

    /// <summary>Loads what is on disk.</summary>
    public PolicySources Load()
    {
        var sources = LoadFolders();
        return sources with { Data = LoadData().Over(sources.Data) };
    }

    /// <summary>Loads the folders without the data that was written over them.</summary>
    public PolicySources LoadFolders()
    {
        var (below, above) = (PolicyFolder.Load(baseFolder), PolicyFolder.Load(writtenFolder));
        var replaced = above.Modules.Select(module => module.Id).ToHashSet(StringComparer.Ordinal);
        return new PolicySources([.. below.Modules.Where(module => !replaced.Contains(module.Id)), .. above.Modules], WrittenData.Merge(below.Data, above.Data));
    }

    /// <summary>Writes data over the folders, durably and never by halves.</summary>
    public void WriteData(WrittenData data) => Replace(_dataFile, data.ToJson());

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

        Replace(path, source);
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

    private WrittenData LoadData()
    {
        if (!File.Exists(_dataFile))
        {
            return WrittenData.None;
        }

        var bytes = File.ReadAllBytes(_dataFile);
        return RegoValue.TryParseJson(bytes, out var value, out var error) && WrittenData.Read(value) is { } data
            ? data
            : throw new InvalidDataException($"{_dataFile} does not hold what was written: {error ?? "its members \"written\" and \"removed\" are missing"}. Restore it from a backup, or remove it to go back to the data of the folders.");
    }

    private static void Replace(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
