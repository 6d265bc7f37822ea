using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>The rules that together define a function. A frame has the result in slot 0 and the arguments behind it.</summary>
internal sealed class FunctionDocument(VirtualNode node, int arity)
{
    public VirtualNode Node { get; } = node;

    public int Arity { get; } = arity;

    public RuleCode[] Rules { get; set; } = [];

    public RuleCode? Default { get; set; }

    public bool IsConstant { get; set; }

    public RegoValue? Call(Machine machine, ReadOnlySpan<RegoValue> arguments)
    {
        if (!machine.Enter())
        {
            return null;
        }

        RegoValue? result = null;
        foreach (var rule in Rules)
        {
            var value = machine.RunRule(rule, arguments);
            if (machine.Failed)
            {
                machine.Leave();
                return null;
            }

            if (value is null)
            {
                continue;
            }

            if (result is not null && !result.Equals(value))
            {
                machine.Fail("eval_conflict_error", "functions must not produce multiple outputs for same inputs");
                machine.Leave();
                return null;
            }

            result = value;
            if (IsConstant)
            {
                break;
            }
        }

        if (result is null && Default is not null)
        {
            result = machine.RunRule(Default, arguments);
        }

        machine.Leave();
        return result;
    }
}
