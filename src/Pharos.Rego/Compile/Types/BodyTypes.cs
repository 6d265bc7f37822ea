using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile.Types;

/// <summary>Finds the types of one rule's variables, and then what cannot have a value.</summary>
internal sealed partial class BodyTypes(ProgramTypes program, Diagnostics diagnostics)
{
    /// <summary>How often the statements are gone through until no type becomes known any more; statements may stand in any order.</summary>
    private const int MaximumRounds = 8;

    private readonly Dictionary<int, RegoType> _slots = [];
    private SourceLocation _at;
    private bool _reports;
    private bool _replaced;
    private bool _changed;

    /// <summary>Checks a rule and gives the type of its value.</summary>
    public RegoType Rule(TypedRule rule)
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            _changed = false;
            Body(rule.Body);
            Of(rule.Value);
            if (!_changed)
            {
                break;
            }
        }

        _reports = true;
        Body(rule.Body);
        _at = rule.Location;
        return Of(rule.Value) ?? RegoType.Any;
    }

    private void Body(IReadOnlyList<LiteralNode> literals)
    {
        foreach (var literal in literals)
        {
            _at = literal.Location;
            Literal(literal);
        }
    }

    private void Literal(LiteralNode literal)
    {
        switch (literal)
        {
            case TestNode { Term: CallNode call }:
                Call(call, isStatement: true);
                break;
            case TestNode test:
                Of(test.Term);
                break;
            case UnifyNode unify:
                Unify(unify.Left, Of(unify.Left), unify.Right, Of(unify.Right));
                break;
            case NotNode not:
                Body(not.Body.Literals);
                break;
            case SomeInNode some:
                var domain = Of(some.Domain);
                if (domain is { Keys: null })
                {
                    Report($"some ... in: illegal domain\n\thave: {domain}\n\twant: any<array[any], object[any: any], set[any]>");
                    break;
                }

                Member(some.Key, domain?.Keys);
                Member(some.Value, domain?.At(null));
                break;
            case EveryNode every:
                var items = Of(every.Domain);
                Bind(every.Key, items?.Keys ?? RegoType.Any);
                Bind(every.Value, items?.At(null) ?? RegoType.Any);
                Body(every.Body.Literals);
                break;
            case WithNode with:
                With(with);
                break;
            default:
                break;
        }
    }

    /// <summary>What is replaced may have another type inside, as may everything that uses it.</summary>
    private void With(WithNode with)
    {
        foreach (var replacement in with.Replacements)
        {
            if (replacement.ByValue is { } value)
            {
                Of(value);
            }
        }

        var outer = _replaced;
        _replaced = true;
        Body(with.Inner);
        _replaced = outer;
    }

    private void Member(TermNode? pattern, RegoType? type)
    {
        if (pattern is not null)
        {
            Unify(pattern, Of(pattern), null, type ?? RegoType.Any);
        }
    }

    /// <summary>Binds the variables of either side to what the other is known to be, or finds that they can never be equal.</summary>
    private void Unify(TermNode? left, RegoType? leftType, TermNode? right, RegoType? rightType)
    {
        if (leftType is null || rightType is null)
        {
            return;
        }

        if (_reports && !RegoType.Overlap(leftType, rightType))
        {
            Report($"match error\n\tleft  : {leftType}\n\tright : {rightType}");
            return;
        }

        Infer(left, rightType);
        Infer(right, leftType);
    }

    private void Infer(TermNode? pattern, RegoType type)
    {
        switch (pattern)
        {
            case SlotNode slot:
                Bind(slot.Slot, type);
                break;
            case ArrayNode array:
                for (var i = 0; i < array.Items.Count; i++)
                {
                    Infer(array.Items[i], type.At(RegoNumber.Of((long)i)) ?? RegoType.Any);
                }

                break;
            case ObjectNode map:
                foreach (var (key, value) in map.Entries)
                {
                    Infer(value, key is ConstantNode constant ? type.At(constant.Value) ?? RegoType.Any : RegoType.Any);
                }

                break;
            default:
                break;
        }
    }

    private void Bind(int slot, RegoType type)
    {
        if (!type.IsAny && _slots.TryAdd(slot, type))
        {
            _changed = true;
        }
    }

    private void Report(string message)
    {
        if (_reports)
        {
            diagnostics.Add("rego_type_error", message, _at);
        }
    }
}
