using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>The metadata of all modules. It is read when a rule first asks for it, because blocks that nothing reads may say anything.</summary>
internal sealed class MetadataSet(IReadOnlyList<Module> modules, Diagnostics diagnostics)
{
    private List<Metadata>? _blocks;

    private List<Metadata> Blocks => _blocks ??= Read();

    /// <summary>What is said of a rule itself; an empty object where nothing is.</summary>
    public RegoObject Of(Rule rule) =>
        Blocks.Where(b => b.Scope == "rule" && ReferenceEquals(b.Rule, rule)).MinBy(b => b.Location.Row)?.Value ?? RegoObject.Empty;

    /// <summary>What is said of a rule, its document, its package and the packages around it, from the inside out.</summary>
    public RegoArray Chain(Module module, Rule rule)
    {
        var around = Around(module, rule);
        var links = around.Select(block => Link(block.Path, block.Value));
        return RegoArray.From(around is [{ Scope: "rule" }, ..] ? links : links.Prepend(Link([.. module.Package, .. Metadata.HeadNames(rule)], null)));
    }

    /// <summary>The blocks of a rule, its document, its package and the packages around it, from the inside out.</summary>
    public IReadOnlyList<Metadata> Around(Module module, Rule rule)
    {
        List<string> path = [.. module.Package, .. Metadata.HeadNames(rule)];
        return
        [
            .. Blocks.Where(b => b.Scope == "rule" && ReferenceEquals(b.Rule, rule)).OrderByDescending(b => b.Location.Row),
            .. Blocks.Where(b => b.Scope == "document" && b.Path.SequenceEqual(path, StringComparer.Ordinal)),
            .. Blocks.Where(b => b.Scope == "package" && b.Path.SequenceEqual(module.Package, StringComparer.Ordinal)),
            .. Blocks.Where(b => b.Scope == "subpackages" && b.Path.SequenceEqual(module.Package.Take(b.Path.Count), StringComparer.Ordinal)).OrderByDescending(b => b.Path.Count),
        ];
    }

    private static RegoValue Link(IReadOnlyList<string> path, RegoObject? value)
    {
        var link = new RegoObject.Builder();
        link.Set("path", RegoArray.From(path.Select(RegoString.Of)));
        if (value is not null)
        {
            link.Set("annotations", value);
        }

        return link.Build();
    }

    private List<Metadata> Read()
    {
        var found = modules.SelectMany(module => module.Annotations.Select(block => Metadata.Read(module, block, diagnostics))).OfType<Metadata>().ToList();
        foreach (var group in found.Where(b => b.Scope != "rule").GroupBy(b => (b.Scope, Path: string.Join('\0', b.Path))))
        {
            foreach (var repeated in group.Skip(1))
            {
                diagnostics.Add("rego_type_error", $"{repeated.Scope} annotation redeclared: {group.First().Location.File}:{group.First().Location.Row}", repeated.Location);
            }
        }

        return found;
    }
}
