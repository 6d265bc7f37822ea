using System.Runtime.CompilerServices;
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

    /// <summary>How often single keys were looked up instead of evaluating the whole document; of a function, how often it was called.</summary>
    public byte Lookups;
    public RegoValue? Value;
}

/// <summary>
/// What a rule sees: input, stored data, replaced functions; and the documents already evaluated under exactly that. A machine opens and
/// closes its scopes as a stack and uses them again.
/// </summary>
internal sealed class EvaluationScope
{
    /// <summary>How often a function is called in a scope before its results are remembered.</summary>
    private const int UnrememberedCalls = 8;

    private Memo[] _memos = [];
    private int[] _touched = new int[16];
    private int _touchedCount;
    private Dictionary<ComprehensionIndex, ComprehensionIndex.State>? _indexes;
    private Dictionary<FunctionDocument, CallMemory>? _calls;
    private bool _ownsMocks;
    private bool _ownsReplaced;

    public EvaluationScope? Parent { get; private set; }

    public RegoValue? Input { get; set; }

    public RegoValue Data { get; private set; } = RegoObject.Empty;

    public Dictionary<object, Mock>? Mocks { get; private set; }

    public HashSet<VirtualNode>? Replaced { get; private set; }

    /// <summary>Values that no input can change, kept with the program; null where something they may depend on is replaced.</summary>
    public RegoValue?[]? Shared { get; private set; }

    public void Open(int documents, RegoValue? input, RegoValue data, RegoValue?[]? shared)
    {
        Size(documents);
        Input = input;
        Data = data;
        Shared = shared;
    }

    public void Open(EvaluationScope parent, bool withMocks)
    {
        Size(parent._memos.Length);
        Parent = parent;
        Input = parent.Input;
        Data = parent.Data;
        Shared = parent.Shared;
        Mocks = withMocks ? parent.Mocks : null;
        Replaced = parent.Replaced;
    }

    /// <summary>A scope inside this one that outlives the stack of scopes.</summary>
    public EvaluationScope Child()
    {
        var child = new EvaluationScope();
        child.Open(this, withMocks: true);
        return child;
    }

    /// <summary>Forgets everything, so that nothing of one evaluation is left in the next.</summary>
    public void Close()
    {
        for (var i = 0; i < _touchedCount; i++)
        {
            _memos[_touched[i]] = default;
        }

        _touchedCount = 0;
        _indexes = null;
        _calls = null;
        _ownsMocks = false;
        _ownsReplaced = false;
        Parent = null;
        Input = null;
        Data = RegoObject.Empty;
        Mocks = null;
        Replaced = null;
        Shared = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Memo Memo(int document) => ref _memos[document];

    /// <summary>Notes that a memo is about to be used for the first time.</summary>
    public void Touch(int document)
    {
        if (_touchedCount == _touched.Length)
        {
            Array.Resize(ref _touched, _touchedCount * 2);
        }

        _touched[_touchedCount++] = document;
    }

    /// <summary>What is known of a comprehension in this scope.</summary>
    public ComprehensionIndex.State IndexState(ComprehensionIndex index)
    {
        _indexes ??= [];
        if (!_indexes.TryGetValue(index, out var state))
        {
            _indexes.Add(index, state = new ComprehensionIndex.State());
        }

        return state;
    }

    /// <summary>What is remembered of a function's calls; null for the first ones, which are most often the only ones, and where it is of no use.</summary>
    public CallMemory? Memory(FunctionDocument function)
    {
        ref var memo = ref _memos[function.Id];
        if (memo.Lookups < UnrememberedCalls)
        {
            if (memo.Lookups++ == 0)
            {
                Touch(function.Id);
            }

            return null;
        }

        _calls ??= [];
        if (!_calls.TryGetValue(function, out var memory))
        {
            _calls.Add(function, memory = new CallMemory());
        }

        return memory.IsGivenUp ? null : memory;
    }

    public void Replace(object callee, Mock mock)
    {
        if (!_ownsMocks)
        {
            Mocks = Mocks is null ? [] : new Dictionary<object, Mock>(Mocks);
            _ownsMocks = true;
        }

        Mocks![callee] = mock;
        Shared = null;
    }

    public void ReplaceData(RegoValue data)
    {
        Data = data;
        Shared = null;
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

    private void Size(int documents)
    {
        if (_memos.Length < documents)
        {
            _memos = new Memo[documents];
        }
    }
}
