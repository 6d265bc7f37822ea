using System.Globalization;
using Pharos.Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pharos.Rego.Tests.Conformance;

/// <summary>One case of the public conformance set.</summary>
internal sealed class ConformanceCase(string folder, YamlMappingNode node)
{
    public string Folder { get; } = folder;

    public string Note => Text("note")!;

    public string Query => Text("query")!;

    public bool SortBindings => Text("sort_bindings") == "true";

    public bool StrictErrors => Text("strict_error") == "true";

    public bool IsExperimental => node.Children.ContainsKey("experimental_keywords");

    public string? WantErrorCode => Text("want_error_code");

    /// <summary>The message of a case of the other engine.</summary>
    public string? ErrorText => Text("error");

    public bool WantsError => WantErrorCode is not null || node.Children.ContainsKey("want_error");

    public IReadOnlyList<RegoModule> Modules => node.Children.TryGetValue("modules", out var modules) && modules is YamlSequenceNode list
        ? [.. list.Select((text, i) => new RegoModule($"module-{i}.rego", ((YamlScalarNode)text).Value!))]
        : [];

    public RegoValue? Data => Value("data");

    public RegoValue? Want => Value("want_result");

    public string? InputTerm => Text("input_term");

    public RegoValue? Input => Value("input");

    public static IEnumerable<ConformanceCase> Load(string root)
    {
        foreach (var file in Directory.EnumerateFiles(root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var reader = File.OpenText(file);
            var stream = new YamlStream();
            stream.Load(reader);
            var folder = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0];
            foreach (var document in stream.Documents)
            {
                foreach (var item in (YamlSequenceNode)((YamlMappingNode)document.RootNode)["cases"])
                {
                    yield return new ConformanceCase(folder, (YamlMappingNode)item);
                }
            }
        }
    }

    private static RegoValue Convert(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var builder = new RegoObject.Builder();
                foreach (var (key, value) in map.Children)
                {
                    builder.Set(((YamlScalarNode)key).Value!, Convert(value));
                }

                return builder.Build();
            case YamlSequenceNode list:
                return RegoArray.From(list.Select(Convert));
            case YamlScalarNode { Style: ScalarStyle.Plain, Tag.IsEmpty: true } scalar:
                return Plain(scalar.Value!);
            default:
                return RegoString.Of(((YamlScalarNode)node).Value!);
        }
    }

    private static RegoValue Plain(string text) => text switch
    {
        "" or "null" or "~" => RegoNull.Instance,
        "true" => RegoBoolean.True,
        "false" => RegoBoolean.False,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && RegoNumber.TryParse(text, out var number) => number,
        _ => RegoString.Of(text),
    };

    private string? Text(string key) => node.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    private RegoValue? Value(string key) => node.Children.TryGetValue(key, out var value) ? Convert(value) : null;
}
