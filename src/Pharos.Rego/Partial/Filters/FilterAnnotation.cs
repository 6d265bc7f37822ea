using Pharos.Rego.Compile;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial.Filters;

/// <summary>What the metadata around a rule (its field <c>compile</c>) says of making it a filter, where the request does not.</summary>
/// <param name="Unknowns">What is not known; empty where nothing is said.</param>
/// <param name="MaskRule">The rule whose document masks columns, as a reference below <c>data</c>; null where none is named.</param>
public sealed record FilterAnnotation(IReadOnlyList<string> Unknowns, string? MaskRule)
{
    private static readonly FilterAnnotation None = new([], null);

    /// <summary>Reads what is said around the rule at a path below <c>data</c>; everything that makes no sense is a complaint.</summary>
    internal static FilterAnnotation Of(IReadOnlyList<Module> modules, IReadOnlyList<string> path, Diagnostics diagnostics)
    {
        var unread = new Diagnostics();
        var metadata = new MetadataSet(modules, unread);
        foreach (var module in modules)
        {
            if (module.Rules.FirstOrDefault(rule => path.SequenceEqual([.. module.Package, .. Metadata.HeadNames(rule)], StringComparer.Ordinal)) is { } rule)
            {
                var around = metadata.Around(module, rule);

                // A block that cannot be read may have named a mask. What is wrong in other modules is none of this rule's.
                foreach (var complaint in unread.Ordered().Where(complaint => complaint.File == module.File && complaint.Code == "rego_parse_error"))
                {
                    diagnostics.Add(complaint);
                }

                return Read(module, around, diagnostics);
            }
        }

        return None;
    }

    private static FilterAnnotation Read(Module module, IReadOnlyList<Metadata> around, Diagnostics diagnostics)
    {
        var unknowns = new List<string>();
        string? mask = null;
        foreach (var block in around.Where(block => block.Compile is not null))
        {
            foreach (var unknown in Get(block, "unknowns") as RegoArray ?? RegoArray.Empty)
            {
                if (unknown is RegoString { Value: var text } && (IsBelow(text, "input") || IsBelow(text, "data")))
                {
                    unknowns.Add(text);
                }
                else
                {
                    diagnostics.Add("invalid_unknown", $"unknowns must be prefixed with `input` or `data`: {unknown}", block.Location);
                }
            }

            mask ??= Get(block, "mask_rule") is RegoString { Value.Length: > 0 } rule ? rule.Value : null;
        }

        return new FilterAnnotation(unknowns, mask is null || IsBelow(mask, "data") ? mask : Relative(module.Package, mask));
    }

    /// <summary>A reference such as <c>masks.columns</c> in a package.</summary>
    internal static string Relative(IEnumerable<string> package, string reference) => $"data{string.Concat(package.Select(name => $"[{RegoString.Of(name)}]"))}.{reference}";

    private static bool IsBelow(string reference, string root) =>
        reference.StartsWith(root, StringComparison.Ordinal) && (reference.Length == root.Length || reference[root.Length] is '.' or '[');

    private static RegoValue? Get(Metadata block, string name) => block.Compile!.TryGet(name, out var value) ? value : null;
}
