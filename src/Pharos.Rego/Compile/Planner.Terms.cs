using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

internal sealed partial class Planner
{
    /// <summary>Code for a term; null while a variable of it is not bound.</summary>
    private TermCode? Code(TermNode term, Plan plan)
    {
        switch (term)
        {
            case ConstantNode constant:
                return new ConstantCode(constant.Value);
            case SlotNode slot:
                return plan.Bound.Contains(slot.Slot) ? new SlotCode(slot.Slot) : null;
            case ArrayNode array:
                return Codes(array.Items, plan) is { } items ? new ArrayCode(items) : null;
            case SetNode set:
                return Codes(set.Items, plan) is { } members ? new SetCode(members) : null;
            case ObjectNode map:
                return Codes([.. map.Entries.Select(e => e.Key)], plan) is { } keys && Codes([.. map.Entries.Select(e => e.Value)], plan) is { } values
                    ? new ObjectCode(keys, values)
                    : null;
            case TemplateNode template:
                return Codes(template.Parts, plan) is { } parts ? new TemplateCode(parts) : null;
            case CallNode call:
                return Call(call, plan);
            case ComprehensionNode comprehension:
                return Comprehension(comprehension, plan);
            case ReferenceNode reference:
                return plan.Hoisted.TryGetValue(reference, out var hoisted) ? new SlotCode(hoisted) : Reference(reference, plan);
            default:
                throw new InvalidOperationException($"unknown term {term.GetType().Name}");
        }
    }

    private TermCode[]? Codes(IReadOnlyList<TermNode> terms, Plan plan)
    {
        var codes = new TermCode[terms.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            if (Code(terms[i], plan) is not { } code)
            {
                return null;
            }

            codes[i] = code;
        }

        return codes;
    }

    private TermCode? Call(CallNode call, Plan plan)
    {
        if (call.Function is not null)
        {
            Dependencies.Add(call.Function);
            IsCostly = true;
        }

        Notes |= call.Builtin is { Name: "trace" or "print" or "internal.print" };
        Varies |= call.Builtin is { IsNondeterministic: true } || Notes;
        if (Codes(call.Arguments, plan) is not { } arguments)
        {
            return null;
        }

        return call.Builtin?.Name switch
        {
            "equal" => new EqualCode(arguments[0], arguments[1], true),
            "internal.member_2" => new MemberCode(arguments[0], arguments[1]),
            "neq" => new EqualCode(arguments[0], arguments[1], false),
            _ when optimize && ConstantCalls.Value(call) is { } known => new KnownCallCode(known, new CallCode(call.Builtin, call.Function, arguments)),
            _ => new CallCode(call.Builtin, call.Function, arguments),
        };
    }
}
