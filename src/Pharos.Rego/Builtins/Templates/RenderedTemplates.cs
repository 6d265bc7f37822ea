using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Templates;

/// <summary>Texts from templates in the language of Go's <c>text/template</c>.</summary>
internal static class RenderedTemplates
{
    internal static IEnumerable<Builtin> All =>
    [
        new("strings.render_template", 2, false, static (c, a) => c.Text(a, 1, out string template) && c.Object(a, 2, out RegoObject variables) ? Render(c, template, variables) : null),
    ];

    private static RegoValue? Render(BuiltinContext context, string template, RegoObject variables)
    {
        TemplateRenderer? renderer = null;
        try
        {
            // The variables pass through JSON, in which sets are arrays and every key is a text.
            renderer = new TemplateRenderer(new TemplateParser(new TemplateLexer(template).Read()).Read(), RegoValue.ParseJson(variables.ToJson()), context.Limits);
            return context.TextResult(renderer.Render().Replace("<no value>", "<undefined>", StringComparison.Ordinal));
        }
        catch (TemplateError e)
        {
            return renderer is { IsTooLarge: true } ? context.LimitReached(e.Message) : context.Failure(e.Message);
        }
    }
}
