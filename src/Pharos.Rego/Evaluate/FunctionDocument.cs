using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>The rules that together define a function. A frame has the result in slot 0 and the arguments behind it.</summary>
internal sealed class FunctionDocument(VirtualNode node, int arity)
{
    public VirtualNode Node { get; } = node;

    public int Arity { get; } = arity;

    public RuleCode[] Rules { get; set; } = [];

    public RuleCode? Default { get; set; }

    public RuleIndex? Index { get; set; }

    public bool IsConstant { get; set; }

    /// <summary>Its place among the documents and functions of a program, by which a scope counts its calls.</summary>
    public int Id { get; set; }

    /// <summary>Whether a call may cost more than to look for its result among the earlier ones.</summary>
    public bool IsRemembered { get; set; }

    public RegoValue? Call(Machine machine, ReadOnlySpan<RegoValue> arguments)
    {
        if (!IsRemembered || machine.Scope.Memory(this) is not { } memory)
        {
            return Evaluate(machine, arguments);
        }

        if (!memory.TryGet(arguments, out var result))
        {
            result = Evaluate(machine, arguments);
            if (!machine.Failed)
            {
                memory.Add(arguments, result);
            }
        }

        return result;
    }

    private RegoValue? Evaluate(Machine machine, ReadOnlySpan<RegoValue> arguments)
    {
        if (!machine.Enter())
        {
            return null;
        }

        RegoValue? result = null;
        var candidates = machine.Candidates(Rules, Index, arguments);
        machine.Trace?.Index(Node, candidates.Rules.Length, IsConstant);
        foreach (var rule in candidates.Rules)
        {
            var value = machine.RunRule(rule, arguments);
            if (machine.Failed)
            {
                break;
            }

            if (value is null)
            {
                continue;
            }

            if (result is not null && !result.Equals(value))
            {
                machine.Fail("eval_conflict_error", "functions must not produce multiple outputs for same inputs");
                machine.Locate(rule.Location);
                break;
            }

            result = value;
            if (IsConstant)
            {
                break;
            }
        }

        candidates.Dispose();
        if (result is null && !machine.Failed && Default is not null)
        {
            result = machine.RunRule(Default, arguments);
        }

        machine.Leave();
        return machine.Failed ? null : result;
    }
}
