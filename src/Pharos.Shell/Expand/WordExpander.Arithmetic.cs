using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>Arithmetic, whose value is not followed but whose names are evaluated again.</summary>
internal sealed partial class WordExpander
{
    /// <summary>Reads an arithmetic expression for what it hides: values are evaluated as expressions again, and a subscript may hold a substitution.</summary>
    public void Arithmetic(WordNode expression)
    {
        foreach (var part in expression.Parts)
        {
            switch (part)
            {
                case LiteralPart literal:
                    if (literal.Text.AsSpan().IndexOfAny('$', '`') >= 0)
                    {
                        host.Doubt(expression.Span, "quoted text inside arithmetic is evaluated as code");
                    }

                    Names(literal.Text, expression.Span);
                    break;
                case ParameterPart parameter:
                    var value = ParameterExpansion.Value(parameter, host, this);
                    Evaluated(value, expression.Span);
                    break;
                case SubstitutionPart substitution:
                    host.Substitute(substitution.Body);
                    break;
                case ArithmeticPart arithmetic:
                    Arithmetic(arithmetic.Expression);
                    break;
            }
        }
    }

    private void Names(string text, SourceSpan span)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (!ShellCharacters.IsNameStart(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && ShellCharacters.IsName(text[i]))
            {
                i++;
            }

            var name = text[start..i];
            if (host.State.Find(name) is { } value)
            {
                Evaluated(value, span);
            }

            if (text.AsSpan(i).TrimStart() is ['=', not '=', ..] or ['+' or '-' or '*' or '/', '=', ..] or ['+', '+', ..] or ['-', '-', ..])
            {
                host.State.Set(name, ShellValue.Unknown);
            }
        }
    }

    private void Evaluated(ShellValue value, SourceSpan span)
    {
        if (value.Text.AsSpan().IndexOfAny('$', '`') >= 0 && value.IsKnown)
        {
            host.Doubt(span, "arithmetic evaluates a variable's text as code");
        }
    }
}
