using System.Globalization;
using System.Text;
using Pharos.Policies;
using Pharos.Rego;
using Pharos.Rego.Bundles;
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
    private readonly string _activeFile = Path.Combine(writtenFolder, ".active.json");

    /// <summary>Everything that is on disk, with bundles between; or which bundles claim the same part.</summary>
    public (PolicySources? Sources, IReadOnlyList<BundleProblem> Problems) Compose(IReadOnlyList<ActiveBundle> bundles) => WithData(Layers(bundles));

    /// <summary>The folders and bundles without the data that was written over them.</summary>
    public (PolicySources? Sources, IReadOnlyList<BundleProblem> Problems) ComposeFolders(IReadOnlyList<ActiveBundle> bundles) => Layers(bundles).Compose();

    /// <summary>What there would be after a change of a written module; a null source is a removal.</summary>
    public (PolicySources? Sources, IReadOnlyList<BundleProblem> Problems) ComposeWith(IReadOnlyList<ActiveBundle> bundles, PolicyId id, string? source)
    {
        var layers = Layers(bundles);
        var others = layers.Written.Modules.Where(module => module.Id != id.Path);
        return WithData(layers with { Written = layers.Written with { Modules = source is null ? [.. others] : [.. others, new RegoModule(id.Path, source)] } });
    }

    /// <summary>What decided last, for programs that decide without asking the server.</summary>
    public PolicySources LoadActive()
    {
        if (File.Exists(_activeFile))
        {
            return PolicySnapshot.Read(File.ReadAllText(_activeFile)) ?? throw new InvalidDataException($"{_activeFile} is damaged. Restart the server; it writes the file anew.");
        }

        return Compose([]).Sources!;
    }

    /// <summary>Keeps what decides, where that is more than the folders say; null where the folders say it all.</summary>
    public void WriteActive(PolicySources? sources)
    {
        if (sources is null)
        {
            File.Delete(_activeFile);
        }
        else
        {
            Replace(_activeFile, PolicySnapshot.Write(sources));
        }
    }

    /// <summary>Writes data over the folders, durably and never by halves.</summary>
    public void WriteData(WrittenData data) => Replace(_dataFile, data.ToJson());

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
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.FullName != _activeFile).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
            }
        }

        return text.ToString();
    }

    private PolicyLayers Layers(IReadOnlyList<ActiveBundle> bundles) => new(PolicyFolder.Load(baseFolder), bundles, PolicyFolder.Load(writtenFolder));

    private (PolicySources? Sources, IReadOnlyList<BundleProblem> Problems) WithData(PolicyLayers layers)
    {
        var (sources, problems) = layers.Compose();
        return (sources is null ? null : sources with { Data = LoadData().Over(sources.Data) }, problems);
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
