using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego;

/// <summary>Syntax trees in JSON, in the shape that OPA gives them.</summary>
public static class RegoAst
{
    /// <summary>Parses a module without compiling it.</summary>
    /// <returns>The tree, or null and what is wrong with the text.</returns>
    public static (RegoObject? Tree, IReadOnlyList<RegoDiagnostic> Diagnostics) Parse(RegoModule module)
    {
        var (parsed, diagnostics) = Parser.ParseModule(module);
        return (parsed is null ? null : AstJson.Of(parsed), diagnostics);
    }
}
