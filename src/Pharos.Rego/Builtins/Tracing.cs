using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Notes for the person who debugs a policy; they never change a result.</summary>
internal static class Tracing
{
    internal static IEnumerable<Builtin> All =>
    [
        new("trace", 1, false, Trace),
        new("internal.print", 1, false, Print),
        new("internal.test_case", 1, false, static (_, _) => RegoBoolean.True),
        new("internal.template_string", 1, false, TemplateString),
    ];

    private static RegoValue? Trace(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text))
        {
            return null;
        }

        context.Note(text);
        return RegoBoolean.True;
    }

    // Each argument arrives as a set of its values, empty when it is undefined, and a line is printed for every combination.
    private static RegoValue? Print(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Array(arguments, 1, out RegoArray parts))
        {
            return null;
        }

        var lines = new List<string> { string.Empty };
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i] is not RegoSet set)
            {
                return context.WrongElement(1, parts, parts[i], "set");
            }

            string separator = i == 0 ? string.Empty : " ";
            IEnumerable<string> values = set.Count == 0 ? ["<undefined>"] : set.Select(Shown);
            lines = [.. lines.SelectMany(line => values.Select(value => line + separator + value)).Take(context.Limits.MaxNotes)];
        }

        foreach (string line in lines)
        {
            context.Print(line);
        }

        return RegoBoolean.True;
    }

    // Interpolated expressions arrive as sets too; a template with several values has no one text.
    private static RegoValue? TemplateString(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Array(arguments, 1, out RegoArray parts))
        {
            return null;
        }

        var text = new System.Text.StringBuilder();
        foreach (RegoValue part in parts.AsSpan())
        {
            switch (part)
            {
                case RegoSet { Count: 0 }:
                    text.Append("<undefined>");
                    break;
                case RegoSet { Count: > 1 }:
                    return context.Fail("eval_conflict_error", "template-strings must not produce multiple outputs");
                case RegoSet set:
                    text.Append(Shown(set.ItemAt(0)));
                    break;
                default:
                    text.Append(Shown(part));
                    break;
            }
        }

        return context.TextResult(text.ToString());
    }

    private static string Shown(RegoValue value) => value is RegoString text ? text.Value : value.ToString();
}
