using Pharos.Rego.Syntax;
using Pharos.Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pharos.Rego.Conformance;

/// <summary>One case of a conformance set in the format of Open Policy Agent: modules, a query, and what it must come to.</summary>
public sealed class ConformanceCase
{
    private readonly YamlMappingNode _node;

    private ConformanceCase(string folder, YamlMappingNode node)
    {
        Folder = folder;
        _node = node;
    }

    /// <summary>The folder below the root that the case stands in.</summary>
    public string Folder { get; }

    /// <summary>The name that is unique to the case.</summary>
    public string Note => Text("note") ?? "unnamed case";

    /// <summary>The query to evaluate.</summary>
    public string Query => Text("query") ?? "";

    /// <summary>Whether bindings are compared as sets.</summary>
    public bool SortBindings => Text("sort_bindings") == "true";

    /// <summary>Whether bindings of generated variables are left out of the comparison.</summary>
    public bool IgnoreGeneratedVariables => Text("ignore_generated_vars") == "true";

    /// <summary>Whether an error of a builtin fails the query.</summary>
    public bool StrictErrors => Text("strict_error") == "true";

    /// <summary>Whether the case uses keywords that the language may yet change.</summary>
    public bool IsExperimental => Text("experimental_keywords") == "true";

    /// <summary>The code of the error that the query must end with.</summary>
    public string? WantErrorCode => Text("want_error_code");

    /// <summary>What the message of the error must contain.</summary>
    public string? WantError => Text("want_error");

    /// <summary>The error of a case of another engine that uses this format.</summary>
    public string? ErrorText => Text("error");

    /// <summary>Whether the query must end with an error.</summary>
    public bool WantsError => WantErrorCode is not null || WantError is not null;

    /// <summary>Whether the query must have a solution, where no result is named.</summary>
    public bool? WantDefined => Text("want_defined") is { } text ? text == "true" : null;

    /// <summary>The modules, named by their position.</summary>
    public IReadOnlyList<RegoModule> Modules => _node.Children.TryGetValue("modules", out var modules) && modules is YamlSequenceNode list
        ? [.. list.Select((text, i) => new RegoModule($"test-{i}.rego", ((YamlScalarNode)text).Value ?? ""))]
        : [];

    /// <summary>The data.</summary>
    public RegoValue? Data => Value("data") is RegoObject data ? data : null;

    /// <summary>The solutions that the query must have.</summary>
    public RegoValue? Want => Value("want_result");

    /// <summary>The input as a term of Rego, which takes the place of <see cref="Input"/>.</summary>
    public string? InputTerm => Text("input_term");

    /// <summary>The input.</summary>
    public RegoValue? Input => Value("input");

    /// <summary>Reads every case of every <c>.yaml</c> file below a folder, in the order of their paths.</summary>
    /// <exception cref="InvalidDataException">A file is no YAML or holds no cases; the message names it.</exception>
    public static IEnumerable<ConformanceCase> Load(string root)
    {
        foreach (var file in Directory.EnumerateFiles(root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar);
            foreach (var item in Items(file))
            {
                yield return new ConformanceCase(parts.Length == 1 ? "." : parts[0], item);
            }
        }
    }

    private static List<YamlMappingNode> Items(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(file);
            stream.Load(reader);
        }
        catch (YamlException problem)
        {
            throw new InvalidDataException($"{file} is not YAML: {problem.Message}", problem);
        }

        return stream.Documents.Count == 0 ? [] :
        [
            .. stream.Documents.SelectMany(document => document.RootNode is YamlMappingNode map && map.Children.TryGetValue("cases", out var cases)
                && cases is YamlSequenceNode list && list.All(item => item is YamlMappingNode)
                ? list.Cast<YamlMappingNode>()
                : throw new InvalidDataException($"{file} must be a mapping whose key cases holds a list of mappings.")),
        ];
    }

    private string? Text(string key) => _node.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    private RegoValue? Value(string key) => _node.Children.TryGetValue(key, out var value) ? YamlValue.Of(value) : null;
}
