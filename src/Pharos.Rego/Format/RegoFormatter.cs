using Pharos.Rego.Syntax;

namespace Pharos.Rego.Format;

/// <summary>
/// The canonical form of Rego, as OPA's formatter has it: tabs, one blank line between rules, sorted imports, line breaks in collections kept.
/// No comment is lost, and every result is parsed again and compared before it is given.
/// </summary>
public static class RegoFormatter
{
    /// <summary>Formats a module. One of the earlier dialect becomes what both dialects read, with <c>import rego.v1</c>.</summary>
    public static FormatOutcome Format(RegoModule module, CompileOptions? options = null)
    {
        var (parsed, diagnostics) = Parser.ParseModule(module, options);
        if (parsed is null)
        {
            return new FormatOutcome.Rejected(diagnostics);
        }

        var text = new ModulePrinter(new SourceTokens(module.Source), parsed.Comments).Print(parsed, isUpgrade: !parsed.HoldsToV1);
        return (FormatOutcome?)Verify(module, parsed, text, options) ?? new FormatOutcome.Formatted(text);
    }

    /// <summary>Formats the statements of a query, one to a line.</summary>
    public static FormatOutcome FormatQuery(string query, CompileOptions? options = null)
    {
        var (body, diagnostics) = Parser.ParseQuery(query, options);
        return diagnostics.Count > 0
            ? new FormatOutcome.Rejected(diagnostics)
            : new FormatOutcome.Formatted(new ModulePrinter(new SourceTokens(query), SourceTokens.Comments(query)).Print(body));
    }

    private static FormatOutcome.Rejected? Verify(RegoModule module, Module parsed, string text, CompileOptions? options)
    {
        var (again, diagnostics) = Parser.ParseModule(module with { Source = text }, options);
        if (again is null)
        {
            return Doubt(module, $"the canonical form does not parse: {diagnostics[0].Message}", diagnostics[0].Row);
        }

        if (!parsed.Comments.Select(static c => c.Text.TrimEnd()).Order(StringComparer.Ordinal)
            .SequenceEqual(again.Comments.Select(static c => c.Text.TrimEnd()).Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            return Doubt(module, "the canonical form would lose a comment", 1);
        }

        var (before, after) = (Meaning.Of(parsed), Meaning.Of(again));
        return before.Equals(after) ? null : Doubt(module, "the canonical form would not mean the same", 1);
    }

    private static FormatOutcome.Rejected Doubt(RegoModule module, string message, int row) =>
        new([new RegoDiagnostic("rego_format_error", message + "; the module is left as it is", module.Id, row, 1)]);
}
