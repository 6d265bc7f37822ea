using Pharos.Rego.Builtins;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>A term whose names are resolved: variables are slots of the frame, references start at a slot, the input or the data.</summary>
internal abstract class TermNode
{
}

internal sealed class ConstantNode(RegoValue value) : TermNode
{
    public RegoValue Value { get; } = value;
}

internal sealed class SlotNode(int slot, bool isWildcard = false) : TermNode
{
    /// <summary>Whether nothing else can name the slot, so that what is bound to it need not be kept.</summary>
    public bool IsWildcard { get; } = isWildcard;

    public int Slot { get; } = slot;
}

internal sealed class ReferenceNode(RootKind root, TermNode? head, IReadOnlyList<TermNode> path) : TermNode
{
    public RootKind Root { get; } = root;

    public TermNode? Head { get; } = head;

    public IReadOnlyList<TermNode> Path { get; } = path;
}

internal sealed class ArrayNode(IReadOnlyList<TermNode> items) : TermNode
{
    public IReadOnlyList<TermNode> Items { get; } = items;
}

internal sealed class SetNode(IReadOnlyList<TermNode> items) : TermNode
{
    public IReadOnlyList<TermNode> Items { get; } = items;
}

internal sealed class ObjectNode(IReadOnlyList<KeyValuePair<TermNode, TermNode>> entries) : TermNode
{
    public IReadOnlyList<KeyValuePair<TermNode, TermNode>> Entries { get; } = entries;
}

internal sealed class ComprehensionNode(ComprehensionKind kind, TermNode? key, TermNode value, BodyNode body) : TermNode
{
    public ComprehensionKind Kind { get; } = kind;

    public TermNode? Key { get; } = key;

    public TermNode Value { get; } = value;

    public BodyNode Body { get; } = body;
}

internal sealed class CallNode(Builtin? builtin, FunctionDocument? function, IReadOnlyList<TermNode> arguments) : TermNode
{
    public Builtin? Builtin { get; } = builtin;

    public FunctionDocument? Function { get; } = function;

    public IReadOnlyList<TermNode> Arguments { get; } = arguments;

    /// <summary>What evaluates the call beforehand where its arguments are constants; null where it is left to run time.</summary>
    public ConstantCalls? Beforehand { get; init; }
}

/// <summary>A template string: constant texts and sets of at most one value, in order.</summary>
internal sealed class TemplateNode(IReadOnlyList<TermNode> parts) : TermNode
{
    public IReadOnlyList<TermNode> Parts { get; } = parts;
}
