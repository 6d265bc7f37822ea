using System.Buffers;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>Turns words as written into the words a program would receive, and says how certain they are.</summary>
internal sealed partial class WordExpander(IExpansionHost host)
{
    /// <summary>What splits an unquoted value or makes a pattern of it.</summary>
    private static readonly SearchValues<char> Unsettled = SearchValues.Create(" \t\n*?[");

    /// <summary>Expands a word of a command: it may become none, one or several.</summary>
    public void Expand(WordNode word, List<ShellWord> into)
    {
        if (word.IsPlain)
        {
            into.Add(ShellWord.Known(word.Literal!, host.Place(word.Span)));
            return;
        }

        if (!word.HoldsBraces)
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
            return ShellWord.Known(word.Literal!, host.Place(word.Span));
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
                    Unquoted(literal.Text, i == 0, parts.Count == 1, field, i + 1 == parts.Count, !split);
                    break;
                case ParameterPart { Name: "@" or "*", Operator: "", IsLength: false, IsIndirect: false } all when split && IsList(all, all.Name) && host.State.Positional is not null:
                    Several(Values(host.State.Positional), all, parts.Count == 1, field, into);
                    break;
                case ParameterPart { Index: { } index, Operator: "", IsLength: false, IsIndirect: false } all
                    when split && index.Literal is "@" or "*" && IsList(all, index.Literal) && host.State.Find(all.Name)?.Elements is { } elements:
                    Several(elements, all, parts.Count == 1, field, into);
                    break;
                case ParameterPart { IsBraced: false } parameter when i + 1 < parts.Count && parts[i + 1] is LiteralPart { Quoted: false, Text: [var next, ..] } && ShellCharacters.IsName(next):
                    // Braces are expanded before, so that what followed them has become part of the name.
                    field.Unknown(host.Written(parameter.Span), split);
                    break;
                case ParameterPart { Quoted: false } all when split && ParameterExpansion.IsAll(all) && !IsList(all, ""):
                    ParameterExpansion.Value(all, host, this);
                    field.Unknown(host.Written(all.Span), true);
                    break;
                case ParameterPart parameter:
                    Add(ParameterExpansion.Value(parameter, host, this), parameter, split, field, into);
                    break;
                case SubstitutionPart substitution:
                    Add(host.Substitute(substitution.Body), substitution, split, field, into);
                    break;
                case ProcessPart process:
                    host.Substitute(process.Body);
                    field.Unknown(host.Written(process.Span), false);
                    break;
                case ArithmeticPart arithmetic:
                    Arithmetic(arithmetic.Expression);
                    field.Unknown(host.Written(arithmetic.Span), split && host.State.Find("IFS") is not null);
                    break;
                case PatternPart pattern:
                    Single(pattern.Content);
                    field.Pattern(host.Written(pattern.Span));
                    break;
            }
        }

        field.Finish(into);
    }

    /// <summary>Whether all values stay words of their own: quoted, only <c>@</c> keeps them apart; unquoted, separators of the script's own would split and drop them.</summary>
    private bool IsList(ParameterPart part, string sign) => part.Quoted ? sign == "@" : host.State.Find("IFS") is null;

    private static List<ShellValue> Values(IReadOnlyList<ShellWord> words)
    {
        var values = new List<ShellValue>();
        for (var i = 1; i < words.Count; i++)
        {
            values.Add(ShellValue.Names(words[i]));
        }

        return values;
    }

    private void Several(IReadOnlyList<ShellValue> values, ParameterPart part, bool isWhole, FieldBuilder field, List<ShellWord> into)
    {
        if (!host.Take(values.Count))
        {
            host.Doubt(part.Span, "more words than are analysed");
            field.Unknown(host.Written(part.Span), true);
            return;
        }

        if (!isWhole && values.Any(value => !value.IsKnown))
        {
            // One that turns out to be no word lets its neighbours stand beside what the word goes on with.
            field.Unknown(host.Written(part.Span), true);
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

    private void Add(ShellValue value, WordPart part, bool split, FieldBuilder field, List<ShellWord> into)
    {
        if (value.IsGlob)
        {
            field.Pattern(value.Text, value.Selection);
            return;
        }

        if (!value.IsKnown)
        {
            // Outside quotes only the part before a separator or a pattern is certain to stay.
            var cut = !split || part.Quoted ? -1 : host.State.Find("IFS") is not null ? 0 : value.Prefix.AsSpan().IndexOfAny(Unsettled);
            field.Unknown(cut < 0 ? value.Prefix : value.Prefix[..cut], host.Written(part.Span), split && (!part.Quoted || ParameterExpansion.IsAll(part) || part is ParameterPart { IsIndirect: true } || (part is ParameterPart named && host.State.IsRestricted(named.Name))));
            return;
        }

        // Short values cost nothing; long ones count, so that repeating one cannot fill the memory.
        if (!host.Take(value.Text.Length / 64))
        {
            host.Doubt(part.Span, "expansion gives more text than is analysed");
            field.Unknown(host.Written(part.Span), split);
            return;
        }

        if (part.Quoted || !split)
        {
            field.Literal(value.Text, part.Quoted || value.Text.Length > 0);
            return;
        }

        Split(value.Text, field, into);
    }
}
