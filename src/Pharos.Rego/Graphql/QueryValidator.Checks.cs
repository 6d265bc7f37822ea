namespace Pharos.Rego.Graphql;

internal sealed partial class QueryValidator
{
    private void Check(Operation operation, TypeDefinition? root)
    {
        if (root is null)
        {
            Report($"Schema does not support operation type \"{operation.Kind}\"", operation.Position);
        }

        if (operation.Name.Length == 0 && _document.Operations.Count > 1)
        {
            Report("This anonymous operation must be the only defined operation.", operation.Position);
        }

        foreach (var variable in operation.Variables.Where(v => !_usedVariables.Contains(v.Name)))
        {
            Report(
                operation.Name.Length > 0
                    ? $"Variable \"${variable.Name}\" is never used in operation \"{operation.Name}\"."
                    : $"Variable \"${variable.Name}\" is never used.",
                variable.Position);
        }

        CheckOverlap(operation.Selections, root);
        if (root is not null && operation.Kind == "subscription")
        {
            CheckSubscription(operation);
        }

        if (operation.Name.Length > 0 && !ReferenceEquals(_document.Operations.First(o => o.Name == operation.Name), operation))
        {
            Report($"There can be only one operation named \"{operation.Name}\".", operation.Position);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var variable in operation.Variables.Where(v => !seen.Add(v.Name)))
        {
            Report($"There can be only one variable named \"${variable.Name}\".", variable.Position);
        }

        foreach (var variable in operation.Variables.Where(v => _system.Type(v.Type.InnerName) is { IsInput: false }))
        {
            Report($"Variable \"${variable.Name}\" cannot be non-input type \"{variable.Type}\".", variable.Position);
        }
    }

    private void CheckSubscription(Operation operation)
    {
        var fields = new List<FieldSelection>();
        var spread = new HashSet<string>(StringComparer.Ordinal);
        Collect(operation.Selections);
        var name = operation.Name.Length > 0 ? $"Subscription \"{operation.Name}\"" : "Anonymous Subscription";
        var unique = fields.DistinctBy(static f => f.Name).ToList();
        if (unique.Count > 1)
        {
            Report($"{name} must select only one top level field.", unique[1].Position);
        }

        foreach (var field in unique.Where(static f => f.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            Report($"{name} must not select an introspection top level field.", field.Position);
        }

        void Collect(IReadOnlyList<Selection> selections)
        {
            foreach (var selection in selections)
            {
                if (selection is FieldSelection field)
                {
                    fields.Add(field);
                }
                else if (selection is InlineFragment inline)
                {
                    Collect(inline.Selections);
                }
                else if (selection is FragmentSpread { Name: var target } && _fragments.TryGetValue(target, out var fragment) && spread.Add(target))
                {
                    Collect(fragment.Selections);
                }
            }
        }
    }

    private void Check(Fragment fragment, TypeDefinition? type)
    {
        if (type is { IsComposite: false })
        {
            Report($"Fragment \"{fragment.Name}\" cannot condition on non composite type \"{fragment.TypeCondition}\".", fragment.Position);
        }

        if (type is null)
        {
            Report($"Unknown type \"{fragment.TypeCondition}\".", fragment.Position);
        }

        CheckCycle(fragment);
        if (!_usedFragments.Contains(fragment.Name))
        {
            Report($"Fragment \"{fragment.Name}\" is never used.", fragment.Position);
        }

        CheckOverlap(fragment.Selections, type);
        if (!ReferenceEquals(_fragments[fragment.Name], fragment))
        {
            Report($"There can be only one fragment named \"{fragment.Name}\".", fragment.Position);
        }
    }

    /// <summary>A fragment must not reach itself; the spread that starts the way back is named.</summary>
    private void CheckCycle(Fragment fragment)
    {
        foreach (var spread in Spreads(fragment.Selections))
        {
            var reached = new HashSet<string>(StringComparer.Ordinal) { spread.Name };
            var waiting = new Queue<string>(reached);
            while (waiting.TryDequeue(out var name) && name != fragment.Name)
            {
                foreach (var next in _fragments.TryGetValue(name, out var target) ? Spreads(target.Selections) : [])
                {
                    if (reached.Add(next.Name))
                    {
                        waiting.Enqueue(next.Name);
                    }
                }
            }

            if (reached.Contains(fragment.Name))
            {
                var via = spread.Name == fragment.Name ? "" : $" via \"{spread.Name}\"";
                Report($"Cannot spread fragment \"{fragment.Name}\" within itself{via}.", spread.Position);
                return;
            }
        }
    }

    private static IEnumerable<FragmentSpread> Spreads(IReadOnlyList<Selection> selections) => selections.SelectMany(static s => s switch
    {
        FragmentSpread spread => [spread],
        InlineFragment inline => Spreads(inline.Selections),
        FieldSelection field => Spreads(field.Selections),
        _ => [],
    });

    private void Check(InlineFragment inline, TypeDefinition? parent)
    {
        if (inline.TypeCondition.Length > 0)
        {
            var type = _system.Type(inline.TypeCondition);
            if (type is { IsComposite: false })
            {
                Report($"Fragment cannot condition on non composite type \"{inline.TypeCondition}\".", inline.Position);
            }

            if (type is null)
            {
                Report($"Unknown type \"{inline.TypeCondition}\".", inline.Position);
            }
        }

        CheckOverlap(inline.Selections, inline.TypeCondition.Length > 0 ? _system.Type(inline.TypeCondition) : parent);
        if (!MaySpread(parent, inline.TypeCondition))
        {
            Report(
                $"Fragment cannot be spread here as objects of type \"{parent!.Name}\" can never be of type \"{inline.TypeCondition}\".", inline.Position);
        }
    }

    private void Check(FragmentSpread spread, Fragment? fragment, TypeDefinition? parent)
    {
        if (fragment is null)
        {
            Report($"Unknown fragment \"{spread.Name}\".", spread.Position);
            return;
        }

        if (_operation is not null)
        {
            _usedFragments.Add(spread.Name);
        }

        if (!MaySpread(parent, fragment.TypeCondition))
        {
            Report(
                $"Fragment \"{spread.Name}\" cannot be spread here as objects of type \"{parent!.Name}\" can never be of type \"{fragment.TypeCondition}\".",
                spread.Position);
        }
    }

    private bool MaySpread(TypeDefinition? parent, string condition)
    {
        if (parent is not { IsComposite: true } || _system.Type(condition) is not { IsComposite: true })
        {
            return true;
        }

        IEnumerable<TypeDefinition> parents = parent.Kind == "OBJECT" ? [parent] : _system.Possible(parent.Name);
        var names = parents.Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
        return _system.Possible(condition).Any(p => names.Contains(p.Name));
    }

    private void Check(FieldSelection field, FieldDefinition? definition, TypeDefinition? parent)
    {
        if (parent is not null && definition is null)
        {
            Report($"Cannot query field \"{field.Name}\" on type \"{parent.Name}\".", field.Position);
        }

        if (definition is not null && parent is not null)
        {
            foreach (var argument in field.Arguments.Where(a => definition.Arguments.All(d => d.Name != a.Name)))
            {
                Report($"Unknown argument \"{argument.Name}\" on field \"{parent.Name}.{field.Name}\".", argument.Position);
            }
        }

        var type = definition is null ? null : _system.Type(definition.Type.InnerName);
        CheckOverlap(field.Selections, type);
        foreach (var wanted in Missing(definition?.Arguments ?? [], field.Arguments))
        {
            Report($"Field \"{field.Name}\" argument \"{wanted.Name}\" of type \"{wanted.Type}\" is required, but it was not provided.", field.Position);
        }

        if (type is { IsLeaf: true } && field.Selections.Count > 0)
        {
            Report($"Field \"{field.Name}\" must not have a selection since type \"{definition!.Type}\" has no subfields.", field.Position);
        }
        else if (type is { IsLeaf: false } && field.Selections.Count == 0)
        {
            Report($"Field \"{field.Name}\" of type \"{definition!.Type}\" must have a selection of subfields.", field.Position);
        }

        CheckUnique(field.Arguments);
    }

    private void Check(Directive directive, DirectiveDefinition? definition, string location)
    {
        foreach (var argument in definition is null ? [] : directive.Arguments.Where(a => definition.Arguments.All(d => d.Name != a.Name)))
        {
            Report($"Unknown argument \"{argument.Name}\" on directive \"@{directive.Name}\".", argument.Position);
        }

        if (definition is null)
        {
            Report($"Unknown directive \"@{directive.Name}\".", directive.Position);
        }
        else if (!definition.Locations.Contains(location))
        {
            Report($"Directive \"@{directive.Name}\" may not be used on {location}.", directive.Position);
        }

        foreach (var wanted in Missing(definition?.Arguments ?? [], directive.Arguments))
        {
            Report($"Directive \"@{directive.Name}\" argument \"{wanted.Name}\" of type \"{wanted.Type}\" is required, but it was not provided.", directive.Position);
        }

        CheckUnique(directive.Arguments);
    }

    private static IEnumerable<FieldDefinition> Missing(IReadOnlyList<FieldDefinition> wanted, IReadOnlyList<Argument> given) =>
        wanted.Where(w => w.Type.NonNull && w.Default is null && given.All(a => a.Name != w.Name));

    private void CheckUnique(IReadOnlyList<Argument> arguments)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in arguments.Where(a => !seen.Add(a.Name)))
        {
            Report($"There can be only one argument named \"{argument.Name}\".", argument.Position);
        }
    }
}
