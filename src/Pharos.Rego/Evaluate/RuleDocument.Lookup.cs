using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

internal sealed partial class RuleDocument
{
    /// <summary>After so many keys the whole document is evaluated: a loop over keys must not evaluate its rules for each.</summary>
    private const int MaximumLookups = 2;

    /// <summary>What stands at one key of a partial set or object, without evaluating the others where that is likely to save work.</summary>
    public RegoValue? Lookup(Machine machine, RegoValue key)
    {
        var scope = machine.Scope;
        ref var memo = ref scope.Memo(Id);
        if (memo.State != MemoState.None || memo.Lookups >= MaximumLookups || (IsInvariant && scope.Shared is not null))
        {
            return Evaluate(machine) is { } whole ? ValueLookup.At(whole, key) : null;
        }

        if (memo.Lookups++ == 0)
        {
            scope.Touch(Id);
        }

        if (!machine.Enter())
        {
            return null;
        }

        RegoValue? found = null;
        var candidates = machine.Candidates(Rules, Index, default);
        foreach (var rule in candidates.Rules)
        {
            if (machine.RunLookup(rule.Lookup!, key) is not { } value)
            {
                if (machine.Failed)
                {
                    break;
                }

                continue;
            }

            if (Kind == DocumentKind.Set)
            {
                found = key;
                break;
            }

            if (found is not null && !found.Equals(value))
            {
                machine.Fail("eval_conflict_error", "object keys must be unique");
                break;
            }

            found = value;
        }

        candidates.Dispose();
        machine.Leave();
        return machine.Failed ? null : found;
    }
}
