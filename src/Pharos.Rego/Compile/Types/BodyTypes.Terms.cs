using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile.Types;

internal sealed partial class BodyTypes
{
    /// <summary>The type of a term; null where it was complained about.</summary>
    private RegoType? Of(TermNode term)
    {
        switch (term)
        {
            case ConstantNode constant:
                return RegoType.Of(constant.Value);
            case SlotNode slot:
                return _slots.GetValueOrDefault(slot.Slot, RegoType.Any);
            case ArrayNode array:
                return new ArrayType([.. array.Items.Select(Known)], null);
            case SetNode set:
                return new SetType(RegoType.OneOf(set.Items.Select(Known)));
            case ObjectNode map:
                return Object(map);
            case CallNode call:
                return Call(call, isStatement: false);
            case ReferenceNode reference:
                return Reference(reference);
            case ComprehensionNode comprehension:
                return Comprehension(comprehension);
            case TemplateNode template:
                foreach (var part in template.Parts)
                {
                    Of(part);
                }

                return RegoType.String;
            default:
                return RegoType.Any;
        }
    }

    private RegoType Known(TermNode term) => Of(term) ?? RegoType.Any;

    private ObjectType Object(ObjectNode map)
    {
        var known = new SortedDictionary<RegoValue, RegoType>();
        RegoType? key = null;
        RegoType? value = null;
        foreach (var entry in map.Entries)
        {
            var type = Known(entry.Value);
            if (entry.Key is ConstantNode constant)
            {
                known[constant.Value] = known.TryGetValue(constant.Value, out var other) ? RegoType.OneOf([other, type]) : type;
            }
            else
            {
                key = key is null ? Known(entry.Key) : RegoType.OneOf([key, Known(entry.Key)]);
                value = value is null ? type : RegoType.OneOf([value, type]);
            }
        }

        return new ObjectType(known, key, value);
    }

    private RegoType Comprehension(ComprehensionNode comprehension)
    {
        var at = _at;
        Body(comprehension.Body.Literals);
        _at = at;
        var value = Known(comprehension.Value);
        return comprehension.Kind switch
        {
            ComprehensionKind.Array => new ArrayType([], value),
            ComprehensionKind.Set => new SetType(value),
            _ => new ObjectType([], Known(comprehension.Key!), value),
        };
    }

    private RegoType? Reference(ReferenceNode reference)
    {
        RegoType? type = RegoType.Any;
        var used = 0;
        if (reference.Root == RootKind.Term)
        {
            type = Of(reference.Head!);
        }
        else if (reference.Root == RootKind.Data && !_replaced)
        {
            (type, used) = program.At(reference.Path);
        }

        for (var i = 0; i < used; i++)
        {
            Of(reference.Path[i]);
        }

        for (var i = used; i < reference.Path.Count && type is not null; i++)
        {
            type = Step(reference, i, type);
        }

        return type;
    }

    private RegoType? Step(ReferenceNode reference, int index, RegoType type)
    {
        var part = reference.Path[index];
        var key = Of(part);
        if (key is null || type.IsAny)
        {
            return key is null ? null : RegoType.Any;
        }

        if (part is SlotNode { Slot: var slot } && key.IsAny && type.Keys is { } keys)
        {
            Bind(slot, keys);
        }

        var found = part is ConstantNode constant ? type.At(constant.Value)
            : type.Keys is { } possible && RegoType.Overlap(key, possible) ? type.At(null)
            : null;
        if (found is null)
        {
            Undefined(reference, index, type, part is ConstantNode ? null : key);
        }

        return found;
    }

    private void Undefined(ReferenceNode reference, int index, RegoType type, RegoType? have)
    {
        var shown = Shown(reference, reference.Path.Count);
        var before = Shown(reference, index);
        if (type.Keys is not { } keys)
        {
            Report($"undefined ref: {shown}\n\t{shown}\n\t{new string('^', before.Length)}\n\thave: {type}");
            return;
        }

        var pad = new string(' ', before.Length + 1);
        var wanted = type is ObjectType { Key: null, Known.Count: > 0 } map ? $"want (one of): [{string.Join(' ', map.Known.Keys)}]" : $"want (type): {keys}";
        var given = have is null ? $"have: {((ConstantNode)reference.Path[index]).Value}" : $"have (type): {have}";
        Report($"undefined ref: {shown}\n\t{shown}\n\t{pad}^\n\t{pad}{given}\n\t{pad}{wanted}");
    }

    private static string Shown(ReferenceNode reference, int length)
    {
        var text = reference.Root switch
        {
            RootKind.Input => "input",
            RootKind.Data => "data",
            _ => "x",
        };
        foreach (var part in reference.Path.Take(length))
        {
            text += part is not ConstantNode constant ? "[_]"
                : constant.Value is RegoString { Value: var name } && name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(name[0]) ? $".{name}"
                : $"[{constant.Value}]";
        }

        return text;
    }

    private RegoType? Call(CallNode call, bool isStatement)
    {
        var arguments = call.Arguments.Select(Of).ToList();
        if (call.Builtin is not { } builtin)
        {
            return call.Function is { } function && !_replaced ? program.Of(function) : RegoType.Any;
        }

        if (BuiltinSignatures.Of(builtin.Name) is not { } signature || signature.Parameters.Count != arguments.Count)
        {
            return RegoType.Any;
        }

        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is { } type && !RegoType.Overlap(type, signature.Parameters[i].Type))
            {
                var have = string.Join(", ", arguments.Select(a => a?.ToString() ?? "???").Concat(isStatement ? [] : ["???"]));
                Report($"{signature.Name}: invalid argument(s)\n\thave: ({have})\n\twant: {signature.Wanted}");
                return null;
            }
        }

        return builtin.IsRelation ? new SetType(signature.Result?.Type ?? RegoType.Any) : signature.Result?.Type ?? RegoType.Boolean;
    }
}
