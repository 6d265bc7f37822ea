using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>What stands in for a function under <c>with</c>: another function, or a value.</summary>
internal sealed record Mock(Builtin? Builtin, FunctionDocument? Function, RegoValue? Value)
{
    public RegoValue? Call(Machine machine, ReadOnlySpan<RegoValue> arguments)
    {
        if (Value is not null)
        {
            return Value;
        }

        // Inside of the stand-in every function is the original again: it may call what it replaces.
        machine.OpenScope(withMocks: false);
        var result = Function is not null ? Function.Call(machine, arguments) : machine.Call(Builtin!, arguments);
        machine.CloseScope();
        return result;
    }
}

internal sealed record ReplacementCode(RootKind Root, RegoString[] Path, VirtualNode? Node, object? Callee, Mock? By, TermCode? Value);

/// <summary>Opens the scope of <c>with</c>; the statements up to <see cref="WithExitStep"/> see the replacements.</summary>
internal sealed class WithEnterStep(ReplacementCode[] replacements) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        var outer = machine.Scope;
        var scope = machine.OpenScope(withMocks: true);
        var ready = Fill(machine, frame, outer, scope);
        var stop = ready ? Next.Run(machine, frame) : machine.FailedAt(this);
        machine.CloseScope();
        return stop;
    }

    private bool Fill(Machine machine, Slot[] frame, EvaluationScope outer, EvaluationScope scope)
    {
        // The values are evaluated outside of what they replace.
        foreach (var replacement in replacements)
        {
            if (replacement.By is not null)
            {
                scope.Replace(replacement.Callee!, replacement.By);
                continue;
            }

            machine.Scope = outer;
            var value = replacement.Value!.Evaluate(machine, frame);
            machine.Scope = scope;
            if (value is null || machine.FailedAt(this))
            {
                return false;
            }

            if (replacement.Callee is not null)
            {
                scope.Replace(replacement.Callee, new Mock(null, null, value));
            }
            else if (replacement.Root == RootKind.Input)
            {
                scope.Input = Put(scope.Input, replacement.Path, 0, value);
            }
            else
            {
                scope.ReplaceData(Put(scope.Data, replacement.Path, 0, value));
                if (replacement.Node is not null)
                {
                    scope.Hide(replacement.Node);
                }
            }
        }

        return true;
    }

    public static RegoValue Put(RegoValue? into, RegoString[] path, int index, RegoValue value)
    {
        if (index == path.Length)
        {
            return value;
        }

        var builder = new RegoObject.Builder();
        RegoValue? below = null;
        if (into is RegoObject map)
        {
            foreach (var entry in map)
            {
                builder.Set(entry.Key, entry.Value);
            }

            map.TryGet(path[index], out below);
        }

        builder.Set(path[index], Put(below, path, index + 1, value));
        return builder.Build();
    }
}

/// <summary>Runs what follows in the scope around the <c>with</c>, and returns to its scope for the next way it holds.</summary>
internal sealed class WithExitStep : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        var inner = machine.Scope;
        machine.Scope = inner.Parent!;
        var stop = Next.Run(machine, frame);
        machine.Scope = inner;
        return stop;
    }
}
