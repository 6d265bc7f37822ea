namespace Pharos.Rego.Graphql;

/// <summary>
/// Checks a query document against a schema by the validation rules of the GraphQL specification, in one walk: operations first, with the fragments
/// they spread, then every fragment by itself.
/// </summary>
internal sealed partial class QueryValidator
{
    /// <summary>How many errors are kept: a person reads the first.</summary>
    private const int MaxErrors = 50;

    private readonly TypeSystem _system;
    private readonly QueryDocument _document;
    private readonly Dictionary<string, Fragment> _fragments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _spreadFragments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _usedFragments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _usedVariables = new(StringComparer.Ordinal);
    private readonly List<GraphqlError> _errors = [];
    private Operation? _operation;

    private QueryValidator(TypeSystem system, QueryDocument document)
    {
        _system = system;
        _document = document;
        foreach (var fragment in document.Fragments)
        {
            _fragments.TryAdd(fragment.Name, fragment);
        }
    }

    public static IReadOnlyList<GraphqlError> Validate(TypeSystem system, QueryDocument document)
    {
        var validator = new QueryValidator(system, document);
        foreach (var operation in document.Operations)
        {
            validator.Walk(operation);
        }

        foreach (var fragment in document.Fragments)
        {
            validator.Walk(fragment);
        }

        return validator._errors;
    }

    private void Report(string message, GraphqlPosition at)
    {
        if (_errors.Count < MaxErrors)
        {
            _errors.Add(new GraphqlError(message, at));
        }
    }

    private void Walk(Operation operation)
    {
        _operation = operation;
        _spreadFragments.Clear();
        _usedVariables.Clear();
        foreach (var variable in operation.Variables.Where(v => _system.Type(v.Type.InnerName) is null))
        {
            Report($"Unknown type \"{variable.Type.InnerName}\".", variable.Position);
        }

        foreach (var variable in operation.Variables)
        {
            if (variable.Default is not null)
            {
                Walk(variable.Default, variable.Type, hasDefault: false);
            }

            Walk(variable.Directives, "VARIABLE_DEFINITION");
        }

        var root = _system.Root(operation.Kind);
        Walk(operation.Directives, operation.Kind.ToUpperInvariant());
        Walk(operation.Selections, root);
        Check(operation, root);
        _operation = null;
    }

    private void Walk(Fragment fragment)
    {
        _spreadFragments.Clear();
        var type = _system.Type(fragment.TypeCondition);
        Walk(fragment.Directives, "FRAGMENT_DEFINITION");
        Walk(fragment.Selections, type);
        Check(fragment, type);
    }

    private void Walk(IReadOnlyList<Selection> selections, TypeDefinition? parent)
    {
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case FieldSelection field:
                    Walk(field, parent);
                    break;
                case InlineFragment inline:
                    var target = inline.TypeCondition.Length > 0 ? _system.Type(inline.TypeCondition) : parent;
                    Walk(inline.Directives, "INLINE_FRAGMENT");
                    Walk(inline.Selections, target);
                    Check(inline, parent);
                    break;
                case FragmentSpread spread:
                    Walk(spread, parent);
                    break;
                default:
                    throw new InvalidOperationException("A selection without a case.");
            }
        }
    }

    private void Walk(FieldSelection field, TypeDefinition? parent)
    {
        var definition = Definition(field, parent);
        foreach (var argument in field.Arguments)
        {
            Walk(argument, definition?.Arguments.FirstOrDefault(a => a.Name == argument.Name));
        }

        Walk(field.Directives, "FIELD");
        Walk(field.Selections, definition is null ? null : _system.Type(definition.Type.InnerName));
        Check(field, definition, parent);
    }

    private void Walk(FragmentSpread spread, TypeDefinition? parent)
    {
        Walk(spread.Directives, "FRAGMENT_SPREAD");
        var fragment = _fragments.GetValueOrDefault(spread.Name);
        if (fragment is not null && _spreadFragments.Add(fragment.Name))
        {
            Walk(fragment.Directives, "FRAGMENT_DEFINITION");
            Walk(fragment.Selections, _system.Type(fragment.TypeCondition));
        }

        Check(spread, fragment, parent);
    }

    private void Walk(IReadOnlyList<Directive> directives, string location)
    {
        foreach (var directive in directives)
        {
            var definition = _system.Directives.GetValueOrDefault(directive.Name);
            foreach (var argument in directive.Arguments)
            {
                Walk(argument, definition?.Arguments.FirstOrDefault(a => a.Name == argument.Name));
            }

            Check(directive, definition, location);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            if (!seen.Add(directive.Name) && _system.Directives.GetValueOrDefault(directive.Name) is not { IsRepeatable: true })
            {
                Report($"The directive \"@{directive.Name}\" can only be used once at this location.", directive.Position);
            }
        }
    }

    private void Walk(Argument argument, FieldDefinition? definition) =>
        Walk(argument.Value, definition?.Type, definition?.Default is { Kind: not ValueKind.Null });

    private FieldDefinition? Definition(FieldSelection field, TypeDefinition? parent) =>
        field.Name == "__typename" ? TypeName : parent?.Field(field.Name);

    private static FieldDefinition TypeName { get; } = new("", "__typename", [], null, new TypeReference("String", null, false, default), [], default);
}
