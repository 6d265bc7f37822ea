using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

internal enum MemoState : byte
{
    None,
    InProgress,
    Undefined,
    Defined,
}

internal struct Memo
{
    public MemoState State;
    public RegoValue? Value;
}

/// <summary>What a rule sees: input, stored data, replaced functions; and the documents already evaluated under exactly that.</summary>
internal sealed class EvaluationScope(EvaluationScope? parent, int documents)
{
    private bool _ownsMocks;
    private bool _ownsReplaced;

    public EvaluationScope? Parent { get; } = parent;

    public RegoValue? Input { get; set; }

    public RegoValue Data { get; set; } = RegoObject.Empty;

    public Dictionary<object, Mock>? Mocks { get; private set; }

    public HashSet<VirtualNode>? Replaced { get; private set; }

    public Memo[] Memos { get; } = new Memo[documents];

    public EvaluationScope Child() =>
        new(this, Memos.Length) { Input = Input, Data = Data, Mocks = Mocks, Replaced = Replaced };

    public EvaluationScope WithoutMocks() => new(this, Memos.Length) { Input = Input, Data = Data, Replaced = Replaced };

    public void Replace(object callee, Mock mock)
    {
        if (!_ownsMocks)
        {
            Mocks = Mocks is null ? [] : new Dictionary<object, Mock>(Mocks);
            _ownsMocks = true;
        }

        Mocks![callee] = mock;
    }

    public void Hide(VirtualNode node)
    {
        if (!_ownsReplaced)
        {
            Replaced = Replaced is null ? [] : [.. Replaced];
            _ownsReplaced = true;
        }

        Replaced!.Add(node);
    }
}
