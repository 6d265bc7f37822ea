using System.Runtime.CompilerServices;
using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>Room for the arguments of a call on the stack, so that a call allocates nothing.</summary>
[InlineArray(MaxCount)]
internal struct ArgumentBuffer
{
    public const int MaxCount = 6;

    private RegoValue _first;
}

internal sealed class CallCode(Builtin? builtin, FunctionDocument? function, TermCode[] arguments) : TermCode
{
    private readonly object _callee = (object?)builtin ?? function!;

    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        var buffer = default(ArgumentBuffer);
        Span<RegoValue> values = arguments.Length <= ArgumentBuffer.MaxCount
            ? ((Span<RegoValue>)buffer)[..arguments.Length]
            : new RegoValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Evaluate(machine, frame) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        if (machine.Scope.Mocks is { } mocks && mocks.TryGetValue(_callee, out var mock))
        {
            return mock.Call(machine, values);
        }

        return builtin is not null ? machine.Call(builtin, values) : function!.Call(machine, values);
    }
}

/// <summary>A call that was evaluated when compiling; where functions are replaced it is made after all, because it may be one of them.</summary>
internal sealed class KnownCallCode(RegoValue known, CallCode call) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame) => machine.Scope.Mocks is null ? known : call.Evaluate(machine, frame);
}

internal sealed class EqualCode(TermCode left, TermCode right, bool equal) : TermCode
{
    public TermCode Left => left;

    public TermCode Right => right;

    public bool IsEqual => equal;

    public override RegoValue? Evaluate(Machine machine, Slot[] frame) =>
        left.Evaluate(machine, frame) is { } a && right.Evaluate(machine, frame) is { } b ? RegoBoolean.Of(a.Equals(b) == equal) : null;
}

internal sealed class MemberCode(TermCode item, TermCode domain) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame) =>
        item.Evaluate(machine, frame) is { } value && domain.Evaluate(machine, frame) is { } values ? RegoBoolean.Of(Contains(values, value)) : null;

    private static bool Contains(RegoValue values, RegoValue value)
    {
        switch (values)
        {
            case RegoSet set:
                return set.Contains(value);
            case RegoArray array:
                foreach (var element in array.AsSpan())
                {
                    if (element.Equals(value))
                    {
                        return true;
                    }
                }

                return false;
            case RegoObject map:
                for (var i = 0; i < map.Count; i++)
                {
                    if (map.ValueAt(i).Equals(value))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }
}

internal sealed class TemplateCode(TermCode[] parts) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        var text = new System.Text.StringBuilder();
        foreach (var part in parts)
        {
            if (text.Length > machine.Context.Limits.MaxText)
            {
                machine.Fail(BuiltinError.LimitCode, "a template exceeds the limit on text length");
                return null;
            }

            var value = part.Evaluate(machine, frame);
            if (value is RegoString plain)
            {
                text.Append(plain.Value);
                continue;
            }

            if (value is not RegoSet set)
            {
                return null;
            }

            if (set.Count > 1)
            {
                machine.Fail("eval_conflict_error", "template expressions must not produce multiple outputs");
                return null;
            }

            var found = false;
            foreach (var member in set)
            {
                found = true;
                text.Append(member is RegoString s ? s.Value : member.ToString());
            }

            if (!found)
            {
                text.Append("<undefined>");
            }
        }

        return RegoString.Of(text.ToString());
    }
}
