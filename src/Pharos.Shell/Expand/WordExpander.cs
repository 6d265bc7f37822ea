using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>What the expansion of a word needs from the walk through the script.</summary>
internal interface IExpansionHost
{
    /// <summary>The state that the word is expanded in.</summary>
    ShellState State { get; }

    /// <summary>Where the script runs.</summary>
    ShellContext Context { get; }

    /// <summary>Runs a substitution's commands and returns its output when that is certain.</summary>
    ShellValue Substitute(ListNode body);

    /// <summary>Notes something that cannot be understood.</summary>
    void Doubt(SourceSpan at, string why);

    /// <summary>How a part is written.</summary>
    string Written(SourceSpan span);

    /// <summary>Where a part stands in the script that was analysed.</summary>
    SourceSpan Place(SourceSpan span);

    /// <summary>How many more words may be produced; asking takes <paramref name="count"/> of them.</summary>
    bool Take(int count);

    /// <summary>How many more words may be produced.</summary>
    int Remaining { get; }
}

/// <summary>Turns words as written into the words a program would receive, and says how certain they are.</summary>
internal sealed class WordExpander(IExpansionHost host)
{
    /// <summary>Expands a word of a command: it may become none, one or several.</summary>
    public void Expand(WordNode word, List<ShellWord> into)
    {
        if (word.IsPlain)
        {
            into.Add(ShellWord.Known(((LiteralPart)word.Parts[0]).Text, host.Place(word.Span)));
            return;
        }

        if (!BraceExpansion.MayApply(word))
        {
            Fields(word.Parts, word.Span, true, into);
            return;
        }

        var words = BraceExpansion.Expand(word, Math.Max(1, host.Remaining));
        if (words is null || !host.Take(words.Count))
        {
            host.Doubt(word.Span, "brace expansion gives more words than are analysed");
            into.Add(new ShellWord(host.Written(word.Span), false, "", false, host.Place(word.Span)));
            return;
        }

        foreach (var parts in words)
        {
            Fields(parts, word.Span, true, into);
        }
    }

    /// <summary>Expands a word that stays one word: an assignment's value, a redirection's target, a here-document.</summary>
    public ShellWord Single(WordNode? word)
    {
        if (word is null || word.Parts.Count == 0)
        {
            return ShellWord.Known("", word is null ? default : host.Place(word.Span));
        }

        if (word.IsPlain)
        {
            return ShellWord.Known(((LiteralPart)word.Parts[0]).Text, host.Place(word.Span));
        }

        var fields = new List<ShellWord>(1);
        Fields(word.Parts, word.Span, false, fields);
        return fields.Count == 0 ? ShellWord.Known("", host.Place(word.Span)) : fields[0];
    }

    private void Fields(IReadOnlyList<WordPart> parts, SourceSpan span, bool split, List<ShellWord> into)
    {
        var field = new FieldBuilder(host.Place(span));
        for (var i = 0; i < parts.Count; i++)
        {
            switch (parts[i])
            {
                case LiteralPart literal when literal.Quoted:
                    field.Literal(literal.Text);
                    break;
                case LiteralPart literal:
                    Unquoted(literal.Text, i == 0, parts.Count == 1, field);
                    break;
                case ParameterPart { Name: "@" or "*", Operator: "", IsLength: false, IsIndirect: false } all when split && host.State.Positional is not null:
                    Several(Values(host.State.Positional), all, field, into);
                    break;
                case ParameterPart { Index: { } index, Operator: "", IsLength: false, IsIndirect: false } all
                    when split && index.Literal is "@" or "*" && host.State.Find(all.Name)?.Elements is { } elements:
                    Several(elements, all, field, into);
                    break;
                case ParameterPart parameter:
                    Add(ParameterExpansion.Value(parameter, host, this), parameter, split, field, into);
                    break;
                case SubstitutionPart substitution:
                    Add(host.Substitute(substitution.Body), substitution, split, field, into);
                    break;
                case ProcessPart process:
                    host.Substitute(process.Body);
                    field.Unknown(host.Written(process.Span));
                    break;
                case ArithmeticPart arithmetic:
                    Arithmetic(arithmetic.Expression);
                    field.Unknown(host.Written(arithmetic.Span));
                    break;
                case PatternPart pattern:
                    Single(pattern.Content);
                    field.Pattern(host.Written(pattern.Span));
                    break;
            }
        }

        field.Finish(into);
    }

    private static List<ShellValue> Values(IReadOnlyList<ShellWord> words)
    {
        var values = new List<ShellValue>();
        for (var i = 1; i < words.Count; i++)
        {
            values.Add(ShellValue.Of(words[i]));
        }

        return values;
    }

    private void Several(IReadOnlyList<ShellValue> values, ParameterPart part, FieldBuilder field, List<ShellWord> into)
    {
        if (!host.Take(values.Count))
        {
            host.Doubt(part.Span, "more words than are analysed");
            field.Unknown(host.Written(part.Span));
            return;
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                field.Finish(into);
            }

            if (part.Quoted)
            {
                field.Literal("");
            }

            Add(values[i], part, true, field, into);
        }
    }

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

    private void Add(ShellValue value, WordPart part, bool split, FieldBuilder field, List<ShellWord> into)
    {
        if (!value.IsKnown)
        {
            field.Unknown(value.Prefix, host.Written(part.Span));
            return;
        }

        // Short values cost nothing; long ones count, so that repeating one cannot fill the memory.
        if (!host.Take(value.Text.Length / 64))
        {
            host.Doubt(part.Span, "expansion gives more text than is analysed");
            field.Unknown(host.Written(part.Span));
            return;
        }

        if (part.Quoted || !split)
        {
            field.Literal(value.Text, part.Quoted || value.Text.Length > 0);
            return;
        }

        Split(value.Text, field, into);
    }

    /// <summary>Splits an unquoted value at the field separators.</summary>
    private void Split(string text, FieldBuilder field, List<ShellWord> into)
    {
        var separators = " \t\n";
        if (host.State.Find("IFS") is { } ifs)
        {
            if (!ifs.IsKnown)
            {
                field.Unknown(text);
                return;
            }

            separators = ifs.IsUnset ? separators : ifs.Text;
        }

        var start = 0;
        while (start < text.Length)
        {
            var end = text.AsSpan(start).IndexOfAny(separators);
            if (separators.Length == 0 || end < 0)
            {
                Unquoted(text[start..], false, false, field);
                return;
            }

            if (end > 0)
            {
                Unquoted(text.Substring(start, end), false, false, field);
            }

            if (!host.Take(1))
            {
                field.Unknown(text);
                return;
            }

            if (field.HasContent || !char.IsWhiteSpace(text[start + end]))
            {
                field.Finish(into);
            }

            start += end + 1;
        }
    }

    private void Unquoted(string text, bool isStart, bool isWhole, FieldBuilder field)
    {
        if (isStart && text[0] == '~')
        {
            text = Tilde(text, isWhole, field);
        }

        var glob = text.AsSpan().IndexOfAny('*', '?', '[');
        if (glob >= 0 && (text[glob] != '[' || text.IndexOf(']', glob) > glob + 1 || text.AsSpan(glob).IndexOfAny('*', '?') >= 0))
        {
            field.Literal(text[..glob], glob > 0);
            field.Pattern(text[glob..]);
            return;
        }

        field.Literal(text, text.Length > 0);
    }

    private string Tilde(string text, bool isWhole, FieldBuilder field)
    {
        var slash = text.IndexOf('/');
        var user = slash < 0 ? text[1..] : text[1..slash];
        var rest = slash < 0 ? "" : text[slash..];
        if (slash < 0 && !isWhole)
        {
            // ~"x" is no tilde expansion; ~$x is not one that can be followed.
            return text;
        }

        if (user.Length == 0 || user == host.Context.User)
        {
            var home = user.Length == 0 ? host.State.Find("HOME") : null;
            if (home is { IsKnown: false })
            {
                field.Unknown("~");
                return rest;
            }

            return (home?.Text ?? host.Context.Home) + rest;
        }

        if (user == "+")
        {
            if (host.State.WorkingDirectory is { } directory)
            {
                return directory + rest;
            }

            field.Unknown("~+");
            return rest;
        }

        if (user == "root")
        {
            return "/root" + rest;
        }

        field.Unknown("~" + user);
        return rest;
    }
}
