using System.Text.Json;
using Pharos.Policies;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>Loads the files and folders that a policy command was given. Ids of modules are the paths as the caller can open them.</summary>
internal static class PolicyPaths
{
    /// <summary>The default bundle, beside the program.</summary>
    public static string Default { get; } = Path.Combine(AppContext.BaseDirectory, "policies");

    /// <summary>Loads every path; a later one's data wins.</summary>
    /// <exception cref="InvalidDataException">A path is missing or cannot be read as policies or data; the message names it.</exception>
    public static PolicySources Load(IReadOnlyList<string> paths)
    {
        var modules = new List<RegoModule>();
        var data = RegoObject.Empty;
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                var folder = PolicyFolder.Load(path, withTests: true);
                modules.AddRange(folder.Modules.Select(module => module with { Id = Path.Combine(path, module.Id) }));
                data = Merge(data, folder.Data);
            }
            else if (!File.Exists(path))
            {
                throw new InvalidDataException($"There is no file or folder {path}.");
            }
            else if (path.EndsWith(".rego", StringComparison.Ordinal))
            {
                modules.Add(PolicyFolder.ReadModule(path, path));
            }
            else
            {
                data = Merge(data, PolicyFolder.ReadData(path) as RegoObject ?? throw new InvalidDataException($"{path} must hold an object."));
            }
        }

        return new PolicySources([.. modules.DistinctBy(module => Path.GetFullPath(module.Id))], data);
    }

    /// <summary>Reads a JSON or YAML file; <c>-</c> is JSON on standard input.</summary>
    /// <exception cref="InvalidDataException">It is not there, too large, or not what its name says.</exception>
    public static RegoValue ReadDocument(string path)
    {
        if (path != "-")
        {
            return File.Exists(path) ? PolicyFolder.ReadData(path) : throw new InvalidDataException($"There is no file {path}.");
        }

        try
        {
            return RegoValue.ParseJson(Console.In.ReadToEnd());
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"Standard input is not JSON: {problem.Message}", problem);
        }
    }

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
