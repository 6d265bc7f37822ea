using Pharos.Rego.Builtins;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>A statement of a body whose names are resolved.</summary>
internal abstract class LiteralNode(SourceLocation location)
{
    public SourceLocation Location { get; } = location;
}

/// <summary>Statements that are evaluated together; <see cref="Captured"/> are the outer slots that must be bound before.</summary>
internal sealed class BodyNode(IReadOnlyList<LiteralNode> literals, IReadOnlyCollection<int> captured)
{
    public IReadOnlyList<LiteralNode> Literals { get; } = literals;

    public IReadOnlyCollection<int> Captured { get; } = captured;
}

internal sealed class TestNode(SourceLocation location, TermNode term) : LiteralNode(location)
{
    public TermNode Term { get; } = term;
}

internal sealed class UnifyNode(SourceLocation location, TermNode left, TermNode right) : LiteralNode(location)
{
    public TermNode Left { get; } = left;

    public TermNode Right { get; } = right;
}

internal sealed class NotNode(SourceLocation location, BodyNode body) : LiteralNode(location)
{
    public BodyNode Body { get; } = body;
}

internal sealed class SomeInNode(SourceLocation location, TermNode? key, TermNode value, TermNode domain) : LiteralNode(location)
{
    public TermNode? Key { get; } = key;

    public TermNode Value { get; } = value;

    public TermNode Domain { get; } = domain;
}

internal sealed class EveryNode(SourceLocation location, int key, int value, TermNode domain, BodyNode body) : LiteralNode(location)
{
    public int Key { get; } = key;

    public int Value { get; } = value;

    public TermNode Domain { get; } = domain;

    public BodyNode Body { get; } = body;
}

internal sealed class WithNode(SourceLocation location, IReadOnlyList<Replacement> replacements, IReadOnlyList<LiteralNode> inner)
    : LiteralNode(location)
{
    public IReadOnlyList<Replacement> Replacements { get; } = replacements;

    public IReadOnlyList<LiteralNode> Inner { get; } = inner;
}

/// <summary>What a <c>with</c> puts in whose place: part of the input or data, or a function by a function or value.</summary>
internal sealed record Replacement(
    RootKind Root,
    IReadOnlyList<string> Path,
    object? Callee,
    FunctionDocument? ByFunction,
    Builtin? ByBuiltin,
    TermNode? ByValue);
