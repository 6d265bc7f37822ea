using Pharos.Rego.Builtins;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

internal sealed partial class Machine
{
    /// <summary>The rules that the index cannot rule out; all of them where functions are replaced, because a condition may then mean something else.</summary>
    public RuleCandidates Candidates(RuleCode[] rules, RuleIndex? index, ReadOnlySpan<RegoValue> arguments)
    {
        if (index is null || Scope.Mocks is not null)
        {
            return RuleCandidates.Of(rules);
        }

        var candidates = default(RuleCandidates);
        index.Find(this, arguments, ref candidates);
        return candidates;
    }

    public RegoValue? RunRule(RuleCode rule, ReadOnlySpan<RegoValue> arguments)
    {
        if (rule.Alternatives is { } alternatives && Scope.Mocks is null)
        {
            foreach (var branch in alternatives.Find(this, arguments))
            {
                if (RunBranch(branch, arguments) is var found && (found is not null || Failed))
                {
                    return found;
                }
            }

            return null;
        }

        for (var current = rule; current is not null; current = current.Else)
        {
            if (RunBranch(current, arguments) is var found && (found is not null || Failed))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Runs one body of a rule, without what is tried if it does not hold.</summary>
    private RegoValue? RunBranch(RuleCode branch, ReadOnlySpan<RegoValue> arguments)
    {
        var frame = Rent(branch.Slots);
        for (var i = 0; i < arguments.Length; i++)
        {
            frame[i + 1].Value = arguments[i];
        }

        branch.First.Run(this, frame);
        var result = frame[0].Value;
        Return(frame);
        if (!Failed)
        {
            return result;
        }

        Locate(branch.Location);
        return null;
    }

    /// <summary>Runs a rule for one key.</summary>
    public RegoValue? RunLookup(RuleCode rule, RegoValue key)
    {
        var frame = Rent(rule.Slots);
        frame[rule.KeySlot].Value = key;
        rule.First.Run(this, frame);
        var result = frame[0].Value;
        Return(frame);
        return Failed ? null : result;
    }

    public RegoValue? Call(Builtin builtin, ReadOnlySpan<RegoValue> arguments)
    {
        var context = Context;
        context.CurrentName = builtin.Name;
        if (builtin.IsNondeterministic)
        {
            context.MarkNondeterministic();
        }

        var result = builtin.Function(context, arguments);
        if (result is null && context.LastError is { } error)
        {
            if (context.StrictErrors || error.Code is BuiltinError.CancelCode or BuiltinError.LimitCode or BuiltinError.TimeCode)
            {
                Fail(error.Code, error.Message);
            }

            context.ClearError();
        }

        // A call costs more than a step, and one on large values as much as many: the clock is looked at accordingly.
        var cost = BuiltinCost(result);
        foreach (var argument in arguments)
        {
            cost += BuiltinCost(argument);
        }

        _nextClock -= cost;
        if (cost > LargeCost && result is not null)
        {
            Account(result);
        }

        return result;
    }

    private static int BuiltinCost(RegoValue? value) => value switch
    {
        RegoString text => 1 + (text.Value.Length >> 5),
        RegoArray array => 1 + array.Count,
        RegoObject map => 1 + map.Count,
        RegoSet set => 1 + set.Count,
        _ => 1,
    };

    /// <summary>Counts what a builtin made as if it had been collected; sixteen characters are one value.</summary>
    private void Account(RegoValue value)
    {
        _collected += value is RegoString text ? text.Value.Length >> 4 : BuiltinCost(value);
        if (_collected > _options.Limits.MaximumCollected)
        {
            Fail("eval_limit_size", $"more than {_options.Limits.MaximumCollected} values were collected");
        }
    }

    private BuiltinContext OpenContext()
    {
        StartClock();
        return _context = new BuiltinContext(_options.Clock, _options.Seed, _cancellation)
        {
            StrictErrors = _options.StrictErrors,
            Network = _options.Network,
            Runtime = _options.Runtime,
            MaximumTime = _options.Limits.MaximumTime,
            Printed = _options.Print,
            Noted = Trace is null ? null : NoteTrace,
        };
    }

    private void NoteTrace(string text) => Trace?.Tell(TraceOperation.Note, text);
}
