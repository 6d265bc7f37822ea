using System.Text;
using System.Text.Unicode;
using Pharos.Rego;
using Pharos.Rego.Values;
using Pharos.Rego.Yaml;

namespace Pharos.Policies;

/// <summary>
/// Reads policies from a folder: every <c>*.rego</c> but tests, and every <c>data.json</c>, <c>data.yaml</c> and <c>data.yml</c>, whose folder path is its place in the document. Links are not followed.
/// </summary>
public static class PolicyFolder
{
    /// <summary>Most modules in a folder.</summary>
    public const int MaximumModules = 10_000;

    /// <summary>Largest single file in bytes.</summary>
    public const long MaximumFileBytes = 10 * 1024 * 1024;

    private static readonly EnumerationOptions Recursive = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
        IgnoreInaccessible = false,
        MaxRecursionDepth = 16,
    };

    /// <summary>Loads a folder.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="withTests">Also load <c>*_test.rego</c>.</param>
    /// <exception cref="InvalidDataException">A file is too large, not UTF-8, not JSON or not YAML, or there are too many; the message names it.</exception>
    public static PolicySources Load(string folder, bool withTests = false)
    {
        var modules = new List<RegoModule>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.rego", Recursive).Order(StringComparer.Ordinal))
        {
            if (withTests || !file.EndsWith("_test.rego", StringComparison.Ordinal))
            {
                modules.Add(ReadModule(file, Path.GetRelativePath(folder, file)));
            }

            if (modules.Count > MaximumModules)
            {
                throw new InvalidDataException($"{folder} holds more than {MaximumModules} policy files.");
            }
        }

        return new PolicySources(modules, LoadData(folder));
    }

    /// <summary>Reads one module.</summary>
    /// <exception cref="InvalidDataException">The file is too large or not UTF-8; the message says where.</exception>
    public static RegoModule ReadModule(string file, string id) => RegoModule.TryRead(id, ReadBytes(file), out var module, out var illegal)
        ? module
        : throw new InvalidDataException($"{illegal with { File = file }} ({illegal.Hint})");

    private static RegoObject LoadData(string folder)
    {
        var data = RegoObject.Empty;
        foreach (var file in Directory.EnumerateFiles(folder, "data.*", Recursive).Where(IsData).Order(StringComparer.Ordinal))
        {
            var place = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!);
            var keys = place == "." ? [] : place.Split(Path.DirectorySeparatorChar);
            data = Merge(data, Wrap(ParseData(file), keys));
        }

        return data;
    }

    /// <summary>Reads a data file: YAML where its name ends so, else JSON.</summary>
    /// <exception cref="InvalidDataException">The file is too large, not UTF-8, or not what its name says; the message names it.</exception>
    public static RegoValue ReadData(string file)
    {
        var bytes = ReadBytes(file);
        if (!file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".yml", StringComparison.Ordinal))
        {
            return RegoValue.TryParseJson(bytes, out var json, out var wrong) ? json : throw new InvalidDataException($"{file} is not JSON: {wrong}");
        }

        return !Utf8.IsValid(bytes) ? throw new InvalidDataException($"{file} is not UTF-8.")
            : RegoYaml.TryParse(Encoding.UTF8.GetString(bytes), out var yaml, out var illegal) ? yaml
            : throw new InvalidDataException($"{file} is not YAML: {illegal}");
    }

    private static bool IsData(string file) => Path.GetFileName(file) is "data.json" or "data.yaml" or "data.yml";

    private static RegoObject ParseData(string file) => ReadData(file) as RegoObject ?? throw new InvalidDataException($"{file} must hold an object.");

    private static RegoObject Wrap(RegoObject inner, string[] keys)
    {
        foreach (var key in keys.Reverse())
        {
            var builder = new RegoObject.Builder();
            builder.Set(RegoString.Of(key), inner);
            inner = builder.Build();
        }

        return inner;
    }

    private static RegoObject Merge(RegoObject left, RegoObject right)
    {
        var merged = left.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var pair in right)
        {
            merged[pair.Key] = merged.TryGetValue(pair.Key, out var old) && old is RegoObject a && pair.Value is RegoObject b ? Merge(a, b) : pair.Value;
        }

        var builder = new RegoObject.Builder();
        foreach (var pair in merged)
        {
            builder.Set(pair.Key, pair.Value);
        }

        return builder.Build();
    }

    private static byte[] ReadBytes(string file) => new FileInfo(file).Length <= MaximumFileBytes
        ? File.ReadAllBytes(file)
        : throw new InvalidDataException($"{file} is larger than {MaximumFileBytes} bytes.");
}
