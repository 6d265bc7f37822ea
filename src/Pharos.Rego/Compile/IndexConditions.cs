using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>What a body certainly asks of the input and of arguments: for each place the values it may have, or (null) only that it holds.</summary>
internal sealed class IndexConditions
{
    /// <summary>More values than this for one place are not worth a branch each.</summary>
    private const int MaximumValues = 64;
    private readonly int _parameters;
    private readonly Dictionary<int, IndexField> _aliases = [];

    private IndexConditions(int parameters) => _parameters = parameters;

    public Dictionary<IndexField, RegoValue[]?> ByField { get; } = [];

    public static IndexConditions Of(IReadOnlyList<LiteralNode> literals, int parameters)
    {
        var conditions = new IndexConditions(parameters);
        foreach (var literal in literals.OfType<UnifyNode>())
        {
            conditions.Alias(literal.Left, literal.Right);
            conditions.Alias(literal.Right, literal.Left);
        }

        foreach (var literal in literals)
        {
            conditions.Add(literal);
        }

        return conditions;
    }

    /// <summary>What holds of one or the other of two bodies, as of a rule and its <c>else</c>.</summary>
    public static IndexConditions Either(IndexConditions first, IndexConditions second)
    {
        var either = new IndexConditions(first._parameters);
        foreach (var (field, values) in first.ByField)
        {
            if (values is not null && second.ByField.GetValueOrDefault(field) is { } others && values.Length + others.Length <= MaximumValues)
            {
                either.ByField.Add(field, [.. values.Union(others)]);
            }
        }

        return either;
    }

    private void Add(LiteralNode literal)
    {
        switch (literal)
        {
            case UnifyNode unify:
                Equal(unify.Left, unify.Right);
                break;
            case TestNode { Term: CallNode { Builtin.Name: "equal" } call }:
                Equal(call.Arguments[0], call.Arguments[1]);
                break;
            case TestNode { Term: CallNode { Builtin.Name: "internal.member_2" } call } when Field(call.Arguments[0]) is { } field:
                Member(field, call.Arguments[1]);
                break;
            case TestNode { Term: CallNode { Builtin.Name: "glob.match" } call } when Field(call.Arguments[2]) is { } text:
                IndexGlob.Add(this, text, call.Arguments[0], call.Arguments[1]);
                break;
            case TestNode test when Field(test.Term) is { } field:
                ByField.TryAdd(field, null);
                break;
            default:
                break;
        }
    }

    /// <summary>Notes the values a place may have; of two conditions on one place the one with fewer values tells more.</summary>
    public void Add(IndexField field, RegoValue[] values)
    {
        if (values.Length <= MaximumValues && (!ByField.TryGetValue(field, out var known) || known is null || known.Length > values.Length))
        {
            ByField[field] = values;
        }
    }

    private void Alias(TermNode variable, TermNode term)
    {
        if (variable is SlotNode slot && slot.Slot > _parameters && term is ReferenceNode && Field(term) is { } field)
        {
            _aliases.TryAdd(slot.Slot, field);
        }
    }

    private void Equal(TermNode left, TermNode right)
    {
        if (Field(left) is { } field)
        {
            Shape(field, right);
        }

        if (Field(right) is { } other)
        {
            Shape(other, left);
        }
    }

    /// <summary>The conditions of being equal to a term, whose constant parts tell something even where others are variables.</summary>
    private void Shape(IndexField field, TermNode term)
    {
        switch (term)
        {
            case ConstantNode { Value: RegoArray { Count: > 0 } array }:
                for (var i = 0; i < array.Count; i++)
                {
                    Shape(field.Below(RegoNumber.Of(i)), new ConstantNode(array[i]));
                }

                break;
            case ConstantNode constant:
                Add(field, [constant.Value]);
                break;
            case CallNode when ConstantCalls.Value(term) is { } known:
                Shape(field, new ConstantNode(known));
                break;
            case ArrayNode array:
                for (var i = 0; i < array.Items.Count; i++)
                {
                    Shape(field.Below(RegoNumber.Of(i)), array.Items[i]);
                }

                break;
            case ObjectNode map:
                foreach (var (key, value) in map.Entries)
                {
                    if (key is ConstantNode name)
                    {
                        Shape(field.Below(name.Value), value);
                    }
                }

                break;
            default:
                break;
        }
    }

    private void Member(IndexField field, TermNode domain)
    {
        switch (ConstantCalls.Value(domain))
        {
            case RegoSet set:
                Add(field, [.. set]);
                break;
            case RegoArray array:
                Add(field, [.. array.Distinct()]);
                break;
            case RegoObject map:
                Add(field, [.. map.Select(entry => entry.Value).Distinct()]);
                break;
            default:
                break;
        }
    }

    private IndexField? Field(TermNode term) => term switch
    {
        SlotNode slot when slot.Slot >= 1 && slot.Slot <= _parameters => new IndexField(slot.Slot, RegoArray.Empty),
        SlotNode slot => _aliases.GetValueOrDefault(slot.Slot),
        ReferenceNode { Root: RootKind.Input } reference => Path(new IndexField(0, RegoArray.Empty), reference.Path),
        ReferenceNode { Root: RootKind.Term, Head: SlotNode head } reference when Field(head) is { } start => Path(start, reference.Path),
        _ => null,
    };

    private static IndexField? Path(IndexField start, IReadOnlyList<TermNode> path)
    {
        foreach (var element in path)
        {
            if (element is not ConstantNode key)
            {
                return null;
            }

            start = start.Below(key.Value);
        }

        return start;
    }
}
