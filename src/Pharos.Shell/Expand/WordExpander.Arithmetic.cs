using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>Arithmetic, whose value is not followed but whose names are evaluated again.</summary>
internal sealed partial class WordExpander
{
    private static readonly char[] AssignmentSigns = ['=', '+', '-'];

    /// <summary>Reads an arithmetic expression for what it hides: values are evaluated as expressions again, and a subscript may hold a substitution.</summary>
    public void Arithmetic(WordNode expression)
    {
        var assigns = Assigns(expression);
        foreach (var part in expression.Parts)
        {
            switch (part)
            {
                case LiteralPart literal:
                    if (literal.Text.AsSpan().IndexOfAny('$', '`') >= 0)
                    {
                        host.Doubt(expression.Span, "quoted text inside arithmetic is evaluated as code");
                    }

                    Names(literal.Text, expression.Span, assigns);
                    break;
                case ParameterPart parameter:
                    var value = ParameterExpansion.Value(parameter, host, this);
                    Evaluated(value, expression.Span);
                    if (assigns && value.IsKnown)
                    {
                        Names(value.Text, expression.Span, true);
                    }
                    else if (assigns)
                    {
                        host.State.ForgetVariables();
                    }

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

    /// <summary>Reads an argument that is evaluated as an arithmetic expression.</summary>
    public void Arithmetic(ShellWord argument)
    {
        if (!argument.IsKnown)
        {
            host.State.ForgetVariables();
        }

        Evaluated(ShellValue.Of(argument.Text), argument.Span);
        Names(argument.Text, argument.Span, true);
    }

    /// <summary>Whether an expression may change a variable. A comparison that looks like an assignment costs only what was known of the variables in it.</summary>
    private static bool Assigns(WordNode expression)
    {
        foreach (var part in expression.Parts)
        {
            if (part is not LiteralPart { Text: var text })
            {
                continue;
            }

            for (var i = text.IndexOfAny(AssignmentSigns); i >= 0; i = text.IndexOfAny(AssignmentSigns, i + 1))
            {
                var next = i + 1 < text.Length ? text[i + 1] : '\0';
                if (text[i] == '=' ? next != '=' && !(i > 0 && text[i - 1] is '=' or '!' or '<' or '>' && !(i > 1 && text[i - 2] == text[i - 1])) : next == text[i])
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Names(string text, SourceSpan span, bool assigns)
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

            if (start > 0 && char.IsAsciiDigit(text[start - 1]))
            {
                // The letters of a number in another base.
                continue;
            }

            var name = text[start..i];
            if (host.State.Find(name) is { } value)
            {
                Evaluated(value, span);
            }

            if (assigns)
            {
                host.State.Set(name, ShellValue.Unknown);
            }
        }
    }

    private void Evaluated(ShellValue value, SourceSpan span)
    {
        if (!value.IsKnown)
        {
            return;
        }

        if (value.Text.AsSpan().IndexOfAny('$', '`') >= 0)
        {
            host.Doubt(span, "arithmetic evaluates a variable's text as code");
        }
        else if (value.Text.AsSpan().IndexOfAny(AssignmentSigns) >= 0 && !long.TryParse(value.Text, out _))
        {
            // The text may assign, to variables that other variables name in turn.
            host.State.ForgetVariables();
        }
    }
}
