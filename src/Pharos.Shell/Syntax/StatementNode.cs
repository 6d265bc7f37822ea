namespace Pharos.Shell.Syntax;

/// <summary>Something that runs.</summary>
internal abstract record StatementNode(SourceSpan Span)
{
    /// <summary>Redirections of a compound command; a simple command's own redirections too.</summary>
    public IReadOnlyList<RedirectNode> Redirects { get; init; } = [];
}

/// <summary>Statements one after the other.</summary>
internal sealed record ListNode(IReadOnlyList<ListItem> Items, SourceSpan Span) : StatementNode(Span);

/// <summary>One entry of a list, perhaps started in the background.</summary>
internal readonly record struct ListItem(StatementNode Statement, bool IsBackground);

/// <summary><c>a &amp;&amp; b || c</c>.</summary>
internal sealed record AndOrNode(StatementNode First, IReadOnlyList<AndOrItem> Rest, SourceSpan Span) : StatementNode(Span);

/// <summary>An operator with what stands to its right.</summary>
internal readonly record struct AndOrItem(bool IsAnd, StatementNode Statement);

/// <summary>Two or more stages, or one that is negated or timed.</summary>
internal sealed record PipelineNode(IReadOnlyList<StatementNode> Stages, bool IsNegated, SourceSpan Span) : StatementNode(Span);

/// <summary>Assignments, words and redirections.</summary>
internal sealed record SimpleNode(IReadOnlyList<AssignmentNode> Assignments, IReadOnlyList<WordNode> Words, SourceSpan Span) : StatementNode(Span)
{
    /// <summary>Assignments with an array value that stand as arguments of <c>declare</c> and its kin.</summary>
    public IReadOnlyList<AssignmentNode> Declarations { get; init; } = [];
}

/// <summary><c>x=1</c>, <c>x+=1</c>, <c>x[i]=1</c>, <c>x=(a b)</c>.</summary>
internal sealed record AssignmentNode(string Name, bool IsAppend, WordNode? Index, WordNode? Value, IReadOnlyList<ArrayElement>? Elements, SourceSpan Span);

/// <summary>One element of an array value.</summary>
internal readonly record struct ArrayElement(WordNode? Index, WordNode Value);

/// <summary><c>{ … }</c> or <c>( … )</c>.</summary>
internal sealed record GroupNode(ListNode Body, bool IsSubshell, SourceSpan Span) : StatementNode(Span);

/// <summary><c>if</c> with its <c>elif</c> branches.</summary>
internal sealed record IfNode(IReadOnlyList<IfBranch> Branches, ListNode? Otherwise, SourceSpan Span) : StatementNode(Span);

/// <summary>A condition and what runs when it holds.</summary>
internal readonly record struct IfBranch(ListNode Condition, ListNode Body);

/// <summary><c>while</c> and <c>until</c>.</summary>
internal sealed record WhileNode(ListNode Condition, ListNode Body, bool IsUntil, SourceSpan Span) : StatementNode(Span);

/// <summary><c>for</c> and <c>select</c>; <paramref name="Words"/> is null for the positional parameters.</summary>
internal sealed record ForNode(string Variable, IReadOnlyList<WordNode>? Words, ListNode Body, bool IsSelect, SourceSpan Span) : StatementNode(Span);

/// <summary><c>for ((…))</c>.</summary>
internal sealed record ArithmeticForNode(WordNode Expression, ListNode Body, SourceSpan Span) : StatementNode(Span);

/// <summary><c>case</c>.</summary>
internal sealed record CaseNode(WordNode Subject, IReadOnlyList<CaseClause> Clauses, SourceSpan Span) : StatementNode(Span);

/// <summary>Patterns and what runs when one matches.</summary>
internal sealed record CaseClause(IReadOnlyList<WordNode> Patterns, ListNode Body);

/// <summary><c>((…))</c>.</summary>
internal sealed record ArithmeticNode(WordNode Expression, SourceSpan Span) : StatementNode(Span);

/// <summary><c>[[ … ]]</c>: its words with the operators between them.</summary>
internal sealed record ConditionNode(IReadOnlyList<WordNode> Words, bool IsNumeric, SourceSpan Span) : StatementNode(Span);

/// <summary>A function's definition, which runs nothing.</summary>
internal sealed record FunctionNode(string Name, StatementNode Body, SourceSpan Span) : StatementNode(Span);

/// <summary><c>coproc</c>.</summary>
internal sealed record CoprocessNode(StatementNode Body, SourceSpan Span) : StatementNode(Span);

/// <summary>A redirection as written.</summary>
internal sealed class RedirectNode(string op, int descriptor, WordNode target, SourceSpan span)
{
    public string Operator { get; } = op;

    public int Descriptor { get; } = descriptor;

    /// <summary>The target, or the delimiter of a here-document until its body has been read.</summary>
    public WordNode Target { get; set; } = target;

    public SourceSpan Span { get; } = span;
}
