using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>Tells that a rule or body is entered; what follows up to its <see cref="ExitStep"/> belongs to it.</summary>
internal sealed class EnterStep(TracePoint point, TracedVariable[] variables) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Trace is not { } trace)
        {
            return Next.Run(machine, frame);
        }

        var (outer, at, held) = (trace.Open(), trace.Point, trace.Held);
        trace.Emit(TraceOperation.Enter, point, variables, frame);
        var stop = Next.Run(machine, frame);
        (trace.Query, trace.Point, trace.Held) = (outer, at, held);
        return stop;
    }
}

/// <summary>Tells that a rule or body holds, and that it is looked at again afterwards.</summary>
internal sealed class ExitStep(TracePoint point, TracedVariable[] variables, Func<bool>? stopsEarly) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Trace is not { } trace)
        {
            return Next.Run(machine, frame);
        }

        trace.Emit(TraceOperation.Exit, point, variables, frame, stopsEarly?.Invoke() == true ? "early" : "");
        var stop = Next.Run(machine, frame);
        if (!stop)
        {
            trace.Emit(TraceOperation.Redo, point, variables, frame);
        }

        return stop;
    }
}

/// <summary>Tells that an expression is evaluated, and that it fails where none of the ways through it reaches its <see cref="HeldStep"/>.</summary>
internal sealed class WatchStep(TracePoint point, TracedVariable[] variables) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Trace is not { } trace)
        {
            return Next.Run(machine, frame);
        }

        var (held, at) = (trace.Held, trace.Point);
        (trace.Held, trace.Point) = (false, point);
        trace.Emit(TraceOperation.Eval, point, variables, frame);
        if (point.IsUnification)
        {
            trace.Emit(TraceOperation.Unify, point, variables, frame);
        }

        var stop = Next.Run(machine, frame);
        if (!trace.Held && !machine.Failed)
        {
            trace.Emit(TraceOperation.Fail, point, variables, frame);
        }

        (trace.Held, trace.Point) = (held, at);
        return stop;
    }
}

/// <summary>Notes that an expression holds, and tells that it is looked at again when what follows is done.</summary>
internal sealed class HeldStep(TracePoint point, TracedVariable[] variables) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Trace is not { } trace)
        {
            return Next.Run(machine, frame);
        }

        trace.Held = true;
        var stop = Next.Run(machine, frame);
        trace.Point = point;
        if (!stop)
        {
            trace.Emit(TraceOperation.Redo, point, variables, frame);
        }

        return stop;
    }
}

/// <summary>Tells of a query that is one term as of a body with one expression.</summary>
internal sealed class TracedCode(TermCode code, TracePoint body, TracePoint expression) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        if (machine.Trace is not { } trace)
        {
            return code.Evaluate(machine, frame);
        }

        var outer = trace.Open();
        trace.Emit(TraceOperation.Enter, body, [], frame);
        trace.Point = expression;
        trace.Emit(TraceOperation.Eval, expression, [], frame);
        var value = code.Evaluate(machine, frame);
        if (value is not null)
        {
            trace.Emit(TraceOperation.Exit, body, [], frame);
            trace.Emit(TraceOperation.Redo, body, [], frame);
        }

        trace.Emit(value is null ? TraceOperation.Fail : TraceOperation.Redo, expression, [], frame);
        trace.Query = outer;
        return value;
    }
}
