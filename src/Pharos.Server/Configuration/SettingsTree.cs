using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pharos.Server.Configuration;

/// <summary>
/// The settings as they were written, before they have types: the YAML document under the environment. Every setting that is asked for is remembered, so that
/// what nobody asked for can be reported as unknown.
/// </summary>
internal sealed class SettingsTree
{
    /// <summary>Longest configuration file, in bytes.</summary>
    public const int MaximumFileBytes = 1024 * 1024;

    // Lists and maps below this are not part of any setting; the limit also stops a document that refers to itself.
    private const int MaximumDepth = 8;

    private const string EnvironmentPrefix = "PHAROS_";

    private readonly YamlMappingNode _root;
    private readonly string _source;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly List<ConfigurationProblem> _problems;
    private readonly HashSet<string> _scalars = new(StringComparer.Ordinal);
    private readonly HashSet<string> _structures = new(StringComparer.Ordinal);

    // By reference: two equal mappings are two places.
    private readonly HashSet<YamlNode> _inner = new(ReferenceEqualityComparer.Instance);

    private SettingsTree(YamlMappingNode root, string source, IReadOnlyDictionary<string, string> environment, List<ConfigurationProblem> problems)
    {
        _root = root;
        _source = source;
        _environment = environment;
        _problems = problems;
    }

    /// <summary>Parses a document; one that cannot be parsed is a problem and counts as empty.</summary>
    public static SettingsTree Parse(string? yaml, string source, IReadOnlyDictionary<string, string> environment, List<ConfigurationProblem> problems)
    {
        var root = new YamlMappingNode();
        if (!string.IsNullOrWhiteSpace(yaml))
        {
            try
            {
                var stream = new YamlStream();
                using var reader = new StringReader(yaml);
                stream.Load(reader);
                if (stream.Documents is [{ RootNode: YamlMappingNode mapping }])
                {
                    root = mapping;
                }
                else if (stream.Documents is not ([] or [{ RootNode: YamlScalarNode { Value: null or "" } }]))
                {
                    problems.Add(new ConfigurationProblem("(document)", "not a mapping", "one document with sections such as \"server:\"", source));
                }
            }
            catch (YamlException problem)
            {
                problems.Add(new ConfigurationProblem($"line {problem.Start.Line}", problem.InnerException?.Message ?? problem.Message, "YAML", source));
            }
            catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or FormatException)
            {
                // The parser throws these, without a place, for some malformed documents that fuzzing finds.
                problems.Add(new ConfigurationProblem("(document)", problem.Message, "YAML", source));
            }
        }

        return new SettingsTree(root, source, environment, problems);
    }

    /// <summary>The name of the environment variable that sets a scalar setting: <c>server.allowRemote</c> is <c>PHAROS_SERVER_ALLOW_REMOTE</c>.</summary>
    public static string VariableOf(string path)
    {
        var name = new StringBuilder(EnvironmentPrefix);
        foreach (var letter in path)
        {
            if (letter == '.')
            {
                name.Append('_');
                continue;
            }

            if (char.IsAsciiLetterUpper(letter))
            {
                name.Append('_');
            }

            name.Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }

    /// <summary>A variable of the environment that a setting names; null when there is none.</summary>
    public string? Variable(string name) => _environment.GetValueOrDefault(name);

    /// <summary>Reads a scalar setting with a parser that answers null for what it does not accept.</summary>
    public T Scalar<T>(string path, T fallback, string expected, Func<string, T?> parse)
        where T : struct
    {
        _scalars.Add(path);
        if (Raw(path) is not { } raw)
        {
            return fallback;
        }

        if (parse(raw.Value) is { } value)
        {
            return value;
        }

        _problems.Add(new ConfigurationProblem(path, raw.Value, expected, raw.Source));
        return fallback;
    }

    /// <summary>Reads a text setting.</summary>
    public string? Text(string path, string expected, Func<string, bool> accept)
    {
        _scalars.Add(path);
        if (Raw(path) is not { } raw)
        {
            return null;
        }

        if (accept(raw.Value))
        {
            return raw.Value;
        }

        _problems.Add(new ConfigurationProblem(path, raw.Value, expected, raw.Source));
        return null;
    }

    /// <summary>Reads a whole number.</summary>
    public int Integer(string path, int fallback, int minimum, int maximum) => Scalar(
        path,
        fallback,
        $"a whole number from {minimum} to {maximum}",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : (int?)null);

    /// <summary>Reads true or false.</summary>
    public bool Boolean(string path, bool fallback) =>
        Scalar(path, fallback, "true or false", text => text switch { "true" => true, "false" => false, _ => (bool?)null });

    /// <summary>Reads a duration.</summary>
    public TimeSpan Time(string path, TimeSpan fallback, TimeSpan minimum, TimeSpan maximum) => Scalar(
        path,
        fallback,
        $"{Duration.Form}, from {minimum:c} to {maximum:c}",
        text => Duration.TryParse(text, out var time) && time >= minimum && time <= maximum ? time : (TimeSpan?)null);

    /// <summary>The entries of a list setting, each with its path.</summary>
    public IEnumerable<(string Path, YamlNode Node)> List(string path)
    {
        _structures.Add(path);
        switch (Find(path))
        {
            case null:
                return [];
            case YamlSequenceNode sequence:
                return sequence.Children.Select((node, index) => ($"{path}[{index}]", node));
            case var other:
                Wrong(path, other, "a list");
                return [];
        }
    }

    /// <summary>The entries of a mapping whose keys the user chooses.</summary>
    public IEnumerable<(string Name, YamlNode Node)> Map(string path)
    {
        _structures.Add(path);
        switch (Find(path))
        {
            case null:
                return [];
            case YamlMappingNode mapping:
                return mapping.Children.Select(pair => ((pair.Key as YamlScalarNode)?.Value ?? "", pair.Value));
            case var other:
                Wrong(path, other, "a mapping");
                return [];
        }
    }

    /// <summary>The text members of one entry of a list or map; unknown members are problems.</summary>
    public Dictionary<string, string> Members(string path, YamlNode node, params string[] known)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node is not YamlMappingNode mapping)
        {
            Wrong(path, node, $"a mapping of {string.Join(", ", known)}");
            return members;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (_inner.Contains(value))
            {
                continue;
            }

            if (!known.Contains(name, StringComparer.Ordinal))
            {
                Unknown($"{path}.{name}", name, known, _source);
            }
            else if (value is YamlScalarNode { Value: { } text })
            {
                members[name] = text;
            }
            else
            {
                Wrong($"{path}.{name}", value, "a single value");
            }
        }

        return members;
    }

    /// <summary>The mapping that a member of one entry is, with its path; null where the entry has none. Call it before <see cref="Members"/>, which then leaves it out.</summary>
    public (string Path, YamlNode Node)? Inner(string path, YamlNode node, string name)
    {
        if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(name), out var inner))
        {
            return null;
        }

        _inner.Add(inner);
        return ($"{path}.{name}", inner);
    }

    /// <summary>The texts of a list, or the single text, that a member of one entry is; null where the entry has none.</summary>
    public IReadOnlyList<string>? Texts(string path, YamlNode node, string name)
    {
        if (Inner(path, node, name) is not { } list)
        {
            return null;
        }

        if (list.Node is YamlScalarNode { Value: { } only })
        {
            return [only];
        }

        if (list.Node is YamlSequenceNode sequence && sequence.Children.All(child => child is YamlScalarNode { Value: not null }))
        {
            return [.. sequence.Children.Select(child => ((YamlScalarNode)child).Value!)];
        }

        Wrong(list.Path, list.Node, "a list of texts");
        return [];
    }

    /// <summary>Reports a value of the document.</summary>
    public void Report(string path, string? value, string expected) => _problems.Add(new ConfigurationProblem(path, value, expected, _source));

    /// <summary>Reports every setting and variable that nothing asked for. Call it after everything was read.</summary>
    public void ReportUnknown()
    {
        Walk(_root, "", 0);
        var variables = _scalars.ToDictionary(VariableOf, path => path, StringComparer.Ordinal);
        var sections = _scalars.Select(path => EnvironmentPrefix + path.Split('.')[0].ToUpperInvariant() + "_").Distinct(StringComparer.Ordinal).ToArray();
        foreach (var name in _environment.Keys.Where(name => sections.Any(section => name.StartsWith(section, StringComparison.Ordinal)) && !variables.ContainsKey(name)))
        {
            Unknown(name, name, variables.Keys, "environment");
        }
    }

    private void Walk(YamlMappingNode mapping, string prefix, int depth)
    {
        if (depth > MaximumDepth)
        {
            Report(prefix, "nested too deeply", $"at most {MaximumDepth} levels");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var path = prefix + ((key as YamlScalarNode)?.Value ?? "(complex key)");
            if (_scalars.Contains(path) || _structures.Contains(path))
            {
                continue;
            }

            var isSection = _scalars.Concat(_structures).Any(known => known.StartsWith(path + ".", StringComparison.Ordinal));
            if (!isSection)
            {
                Unknown(path, path, _scalars.Concat(_structures).Concat(_scalars.Select(known => known.Split('.')[0])), _source);
            }
            else if (value is YamlMappingNode inner)
            {
                Walk(inner, path + ".", depth + 1);
            }
            else if (value is not YamlScalarNode { Value: null or "" })
            {
                Wrong(path, value, "a section");
            }
        }
    }

    private void Unknown(string path, string name, IEnumerable<string> known, string source)
    {
        var suggestion = NameSuggestion.Nearest(name, known.Distinct(StringComparer.Ordinal));
        _problems.Add(new ConfigurationProblem(path, "(unknown setting)", suggestion is null ? "a setting that exists" : $"perhaps \"{suggestion}\"", source));
    }

    private void Wrong(string path, YamlNode node, string expected) =>
        Report(path, node switch { YamlScalarNode scalar => scalar.Value ?? "", YamlSequenceNode => "(a list)", _ => "(a mapping)" }, expected);

    private (string Value, string Source)? Raw(string path)
    {
        if (_environment.TryGetValue(VariableOf(path), out var variable))
        {
            return (variable, "environment");
        }

        switch (Find(path))
        {
            case null or YamlScalarNode { Value: null }:
                return null;
            case YamlScalarNode scalar:
                return (scalar.Value!, _source);
            case var other:
                Wrong(path, other, "a single value");
                return null;
        }
    }

    private YamlNode? Find(string path)
    {
        YamlNode? node = _root;
        foreach (var part in path.Split('.'))
        {
            node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(part), out var inner) ? inner : null;
        }

        return node;
    }
}
