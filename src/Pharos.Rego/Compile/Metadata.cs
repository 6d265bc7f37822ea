using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>A <c># METADATA</c> block that is read: what it says, and what it is said of.</summary>
/// <param name="Scope"><c>rule</c>, <c>document</c>, <c>package</c> or <c>subpackages</c>.</param>
/// <param name="Location">Where the block starts.</param>
/// <param name="Path">The rule's or package's path below <c>data</c>.</param>
/// <param name="Rule">The rule it stands above, where it is said of one.</param>
/// <param name="Value">What <c>rego.metadata.rule()</c> shows of it.</param>
internal sealed record Metadata(string Scope, SourceLocation Location, IReadOnlyList<string> Path, Rule? Rule, RegoObject Value)
{
    /// <summary>What the field <c>compile</c> says, which policies do not see; null where there is none.</summary>
    public RegoObject? Compile { get; private init; }

    private static readonly string[] Scopes = ["rule", "document", "package", "subpackages"];

    /// <summary>Reads a block; a complaint is added where it cannot be.</summary>
    public static Metadata? Read(Module module, Annotation block, Diagnostics diagnostics)
    {
        var at = new SourceLocation(module.File, block.Row, 1);
        var parsed = YamlValue.Parse(block.Yaml, out var error);
        if (parsed is not RegoObject fields)
        {
            var (message, row) = parsed is null ? (error.Message, block.Row + error.Line)
                : string.IsNullOrWhiteSpace(block.Yaml) ? ("expected METADATA block, found whitespace", block.Row)
                : ("a METADATA block must be a mapping of names to values", block.Row);
            diagnostics.Add("rego_parse_error", message, at with { Row = row });
            return null;
        }

        var rule = module.Rules.FirstOrDefault(r => r.Location.Row == block.StatementRow);
        var isPackage = rule is null && block.StatementRow == module.PackageLocation.Row;
        var entrypoint = Get(fields, "entrypoint") is RegoBoolean { Value: true };
        var scope = Get(fields, "scope") is RegoString written ? written.Value
            : rule is not null ? (entrypoint ? "document" : "rule")
            : isPackage ? "package" : "import";
        if (Complaint(scope, rule is not null, isPackage, entrypoint) is { } complaint)
        {
            diagnostics.Add("rego_parse_error", complaint, at);
            return null;
        }

        var path = rule is null ? module.Package : [.. module.Package, .. HeadNames(rule)];
        return new Metadata(scope, at, path, rule, MetadataFields.Shown(fields, scope)) { Compile = Get(fields, "compile") as RegoObject };
    }

    public static IEnumerable<string> HeadNames(Rule rule) =>
        rule.Path.TakeWhile(p => p is ScalarTerm { Value: RegoString }).Select(p => ((RegoString)((ScalarTerm)p).Value).Value).Prepend(rule.Name);

    private static RegoValue? Get(RegoObject fields, string name) => fields.TryGet(name, out var value) ? value : null;

    private static string? Complaint(string scope, bool aboveRule, bool abovePackage, bool entrypoint) =>
        !Scopes.Contains(scope, StringComparer.Ordinal)
            ? $"invalid annotation scope '{scope}'. Use one of '{string.Join("', '", Scopes[..^1])}', or '{Scopes[^1]}'"
        : scope is "rule" or "document" && !aboveRule ? $"annotation scope '{scope}' must be applied to rule"
        : scope is "package" or "subpackages" && !abovePackage ? $"annotation scope '{scope}' must be applied to package"
        : entrypoint && scope is not ("document" or "package") ? $"annotation entrypoint applied to non-document or package scope '{scope}'"
        : null;
}
