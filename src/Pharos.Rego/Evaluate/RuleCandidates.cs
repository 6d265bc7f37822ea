using System.Buffers;

namespace Pharos.Rego.Evaluate;

/// <summary>The rules to try, in the order of the text. Where they come from one branch of the index, that branch's own array is used.</summary>
internal ref struct RuleCandidates
{
    private RuleCode[]? _found;
    private int _count;
    private bool _isRented;

    public readonly ReadOnlySpan<RuleCode> Rules => _found.AsSpan(0, _count);

    public static RuleCandidates Of(RuleCode[] rules) => new() { _found = rules, _count = rules.Length };

    /// <summary>Adds the rules of one branch, which has each rule once and in order, and none that was added before.</summary>
    public void Add(RuleCode[] branch)
    {
        if (_count == 0)
        {
            _found = branch;
            _count = branch.Length;
            return;
        }

        if (branch.Length == 0)
        {
            return;
        }

        var merged = ArrayPool<RuleCode>.Shared.Rent(_count + branch.Length);
        var left = 0;
        var right = 0;
        for (var i = 0; i < _count + branch.Length; i++)
        {
            merged[i] = right == branch.Length || (left < _count && _found![left].Order < branch[right].Order) ? _found![left++] : branch[right++];
        }

        var count = _count + branch.Length;
        Dispose();
        _found = merged;
        _count = count;
        _isRented = true;
    }

    public void Dispose()
    {
        if (_isRented)
        {
            ArrayPool<RuleCode>.Shared.Return(_found!);
        }

        _found = null;
        _count = 0;
        _isRented = false;
    }
}
