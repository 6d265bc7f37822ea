namespace Pharos.Shell.Syntax;

/// <summary>A word as written: parts that stand directly beside each other.</summary>
internal sealed class WordNode
{
    private readonly string? _plain;
    private IReadOnlyList<WordPart>? _parts;

    public WordNode(IReadOnlyList<WordPart> parts, SourceSpan span)
    {
        _parts = parts;
        Span = span;
    }

    /// <summary>One unquoted literal in which nothing is expanded: most words are such, and need no parts until somebody asks.</summary>
    public WordNode(string plain, SourceSpan span)
    {
        _plain = plain;
        Span = span;
    }

    public IReadOnlyList<WordPart> Parts => _parts ??= [new LiteralPart(_plain!, Span, false)];

    public SourceSpan Span { get; }

    /// <summary>True for one unquoted literal in which nothing is expanded: the common case, which needs no work.</summary>
    public bool IsPlain => _plain is not null;

    /// <summary>True when brace expansion may make several words of it.</summary>
    public bool HoldsBraces
    {
        get
        {
            if (_plain is not null)
            {
                return false;
            }

            foreach (var part in Parts)
            {
                if (part is LiteralPart { Quoted: false } literal && literal.Text.Contains('{'))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The value when the word has only literal parts, quoted or not; null otherwise.</summary>
    public string? Literal
    {
        get
        {
            if (_plain is not null)
            {
                return _plain;
            }

            if (Parts.Count == 0)
            {
                return "";
            }

            if (Parts.Count == 1)
            {
                return (Parts[0] as LiteralPart)?.Text;
            }

            var text = new System.Text.StringBuilder();
            foreach (var part in Parts)
            {
                if (part is not LiteralPart literal)
                {
                    return null;
                }

                text.Append(literal.Text);
            }

            return text.ToString();
        }
    }
}

/// <summary>A part of a word. <paramref name="Quoted"/> parts are neither split nor globbed.</summary>
internal abstract record WordPart(SourceSpan Span, bool Quoted);

/// <summary>Text that stands for itself, with quoting already removed.</summary>
internal sealed record LiteralPart(string Text, SourceSpan Span, bool Quoted) : WordPart(Span, Quoted);

/// <summary><c>$x</c> and <c>${…}</c>.</summary>
internal sealed record ParameterPart(string Name, SourceSpan Span, bool Quoted) : WordPart(Span, Quoted)
{
    /// <summary>The operator between name and argument (<c>:-</c>, <c>##</c>, <c>/</c>, <c>@</c> …), or empty.</summary>
    public string Operator { get; init; } = "";

    public WordNode? Argument { get; init; }

    /// <summary>The subscript between brackets.</summary>
    public WordNode? Index { get; init; }

    /// <summary>True for <c>${x}</c>: what follows cannot become part of the name.</summary>
    public bool IsBraced { get; init; }

    public bool IsLength { get; init; }

    public bool IsIndirect { get; init; }
}

/// <summary><c>$(…)</c>, backticks and bash 5.3's <c>${ …; }</c>.</summary>
internal sealed record SubstitutionPart(ListNode Body, SourceSpan Span, bool Quoted) : WordPart(Span, Quoted);

/// <summary><c>&lt;(…)</c> and <c>&gt;(…)</c>.</summary>
internal sealed record ProcessPart(ListNode Body, bool IsInput, SourceSpan Span) : WordPart(Span, false);

/// <summary><c>$((…))</c> and <c>$[…]</c>.</summary>
internal sealed record ArithmeticPart(WordNode Expression, SourceSpan Span, bool Quoted) : WordPart(Span, Quoted);

/// <summary>An extended pattern such as <c>@(a|b)</c>; its parts are listed because they may hold substitutions.</summary>
internal sealed record PatternPart(WordNode Content, SourceSpan Span) : WordPart(Span, false);
