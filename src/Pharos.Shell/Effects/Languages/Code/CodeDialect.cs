using System.Collections.Frozen;

namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>The lexical facts in which one programming language differs from another.</summary>
internal sealed class CodeDialect
{
    public bool HashComments { get; init; }

    public bool SlashComments { get; init; }

    public bool DashComments { get; init; }

    /// <summary>Three quotes in a row begin a text, and letters before a quote change what it is.</summary>
    public bool PythonStrings { get; init; }

    /// <summary>The marks that variables carry (<c>$x</c>, <c>@x</c>).</summary>
    public string Sigils { get; init; } = "";

    /// <summary>A backtick text is run by a shell.</summary>
    public bool BackticksRun { get; init; }

    /// <summary>A backtick text is a template.</summary>
    public bool Templates { get; init; }

    /// <summary>Code inside double quotes begins like this: <c>#</c> for <c>#{…}</c>, <c>$</c> for variables.</summary>
    public char Interpolation { get; init; }

    /// <summary>A single-quoted text knows only <c>\\</c> and <c>\'</c>.</summary>
    public bool PlainSingleQuotes { get; init; }

    /// <summary>A slash where a value is expected begins a pattern.</summary>
    public bool Patterns { get; init; }

    /// <summary><c>q qq qw qx m s y tr</c> with delimiters of choice.</summary>
    public bool PerlQuoting { get; init; }

    /// <summary><c>%w(…)</c>, <c>%x(…)</c> and their like.</summary>
    public bool PercentQuoting { get; init; }

    /// <summary><c>[[ … ]]</c> is a text.</summary>
    public bool LongBrackets { get; init; }

    /// <summary>The end of a line ends a statement.</summary>
    public bool LinesEnd { get; init; }

    /// <summary>A name followed by a value is a call, and an unknown name may be one too.</summary>
    public bool BareCalls { get; init; }

    /// <summary>What joins texts, beside standing next to each other in Python.</summary>
    public string Joins { get; init; } = "+";

    /// <summary>Words of the grammar: they are no calls and no variables.</summary>
    public required FrozenSet<string> Keywords { get; init; }

    public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KeywordSpans => Keywords.GetAlternateLookup<ReadOnlySpan<char>>();

    public static FrozenSet<string> Words(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
