namespace Pharos.Rego.Syntax;

/// <summary>One statement of a body, with its <c>with</c> modifiers.</summary>
internal abstract class Literal(SourceLocation location, IReadOnlyList<WithModifier> modifiers)
{
    public SourceLocation Location { get; } = location;

    public IReadOnlyList<WithModifier> Modifiers { get; } = modifiers;
}

internal readonly record struct WithModifier(SourceLocation Location, Term Target, Term Value);

internal sealed class TermLiteral(SourceLocation location, Term term, IReadOnlyList<WithModifier> modifiers) : Literal(location, modifiers)
{
    public Term Term { get; } = term;
}

/// <summary><c>left = right</c>, or <c>left := right</c> where <see cref="Declares"/>.</summary>
internal sealed class UnifyLiteral(SourceLocation location, Term left, Term right, bool declares, IReadOnlyList<WithModifier> modifiers)
    : Literal(location, modifiers)
{
    public Term Left { get; } = left;

    public Term Right { get; } = right;

    public bool Declares { get; } = declares;
}

internal sealed class NotLiteral(SourceLocation location, Literal inner, IReadOnlyList<WithModifier> modifiers) : Literal(location, modifiers)
{
    public Literal Inner { get; } = inner;
}

/// <summary>
/// <c>not { … }</c>, which the keyword import <c>future.keywords.not</c> permits: a body with variables of its own, written with braces or,
/// where it is one statement, without.
/// </summary>
internal sealed class NotBodyLiteral(SourceLocation location, IReadOnlyList<Literal> body, bool isBraced, IReadOnlyList<WithModifier> modifiers)
    : Literal(location, modifiers)
{
    public IReadOnlyList<Literal> Body { get; } = body;

    public bool IsBraced { get; } = isBraced;
}

/// <summary><c>left and right</c> or <c>left or right</c>; each side is a body with variables of its own, in braces or a single statement.</summary>
internal sealed class LogicalLiteral(
    SourceLocation location, bool isOr, IReadOnlyList<Literal> left, bool leftIsBraced, IReadOnlyList<Literal> right, bool rightIsBraced, IReadOnlyList<WithModifier> modifiers)
    : Literal(location, modifiers)
{
    public bool IsOr { get; } = isOr;

    public string Operator => IsOr ? "or" : "and";

    public IReadOnlyList<Literal> Left { get; } = left;

    public bool LeftIsBraced { get; } = leftIsBraced;

    public IReadOnlyList<Literal> Right { get; } = right;

    public bool RightIsBraced { get; } = rightIsBraced;
}

internal sealed class SomeLiteral(SourceLocation location, IReadOnlyList<VariableTerm> variables) : Literal(location, [])
{
    public IReadOnlyList<VariableTerm> Variables { get; } = variables;
}

internal sealed class SomeInLiteral(SourceLocation location, Term? key, Term value, Term domain, IReadOnlyList<WithModifier> modifiers)
    : Literal(location, modifiers)
{
    public Term? Key { get; } = key;

    public Term Value { get; } = value;

    public Term Domain { get; } = domain;
}

internal sealed class EveryLiteral(
    SourceLocation location, VariableTerm? key, VariableTerm value, Term domain, IReadOnlyList<Literal> body, IReadOnlyList<WithModifier> modifiers)
    : Literal(location, modifiers)
{
    public VariableTerm? Key { get; } = key;

    public VariableTerm Value { get; } = value;

    public Term Domain { get; } = domain;

    public IReadOnlyList<Literal> Body { get; } = body;
}
