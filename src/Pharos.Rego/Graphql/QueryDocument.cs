namespace Pharos.Rego.Graphql;

/// <summary>A named type, or a list of another type.</summary>
internal sealed record TypeReference(string Name, TypeReference? Element, bool NonNull, GraphqlPosition Position)
{
    /// <summary>The name that all the lists end in.</summary>
    public string InnerName => Element is null ? Name : Element.InnerName;

    public override string ToString() => (Element is null ? Name : $"[{Element}]") + (NonNull ? "!" : "");

    /// <summary>Whether a variable of this type may stand where the other is expected.</summary>
    public bool Fits(TypeReference other) =>
        Name == other.Name && (Element is null || (other.Element is not null && Element.Fits(other.Element))) && (!other.NonNull || NonNull);
}

/// <summary>The kinds of values, with the numbers that the syntax tree gives them.</summary>
internal enum ValueKind
{
    Variable,
    Int,
    Float,
    String,
    Block,
    Boolean,
    Null,
    Enum,
    List,
    Object,
}

internal sealed record GraphqlValue(ValueKind Kind, string Raw, IReadOnlyList<ChildValue> Children, GraphqlPosition Position)
{
    public override string ToString() => Kind switch
    {
        ValueKind.Variable => "$" + Raw,
        ValueKind.String or ValueKind.Block => GraphqlText.Quote(Raw),
        ValueKind.List => "[" + string.Join(',', Children.Select(static c => c.Value.ToString())) + "]",
        ValueKind.Object => "{" + string.Join(',', Children.Select(static c => $"{c.Name}:{c.Value}")) + "}",
        _ => Raw,
    };
}

/// <summary>An element of a list, whose name is empty, or a field of an object.</summary>
internal sealed record ChildValue(string Name, GraphqlValue Value, GraphqlPosition Position);

internal sealed record Argument(string Name, GraphqlValue Value, GraphqlPosition Position);

internal sealed record Directive(string Name, IReadOnlyList<Argument> Arguments, GraphqlPosition Position);

internal abstract record Selection(IReadOnlyList<Directive> Directives, GraphqlPosition Position);

internal sealed record FieldSelection(
    string Alias, string Name, IReadOnlyList<Argument> Arguments, IReadOnlyList<Directive> Directives, IReadOnlyList<Selection> Selections,
    GraphqlPosition Position) : Selection(Directives, Position);

internal sealed record FragmentSpread(string Name, IReadOnlyList<Directive> Directives, GraphqlPosition Position) : Selection(Directives, Position);

internal sealed record InlineFragment(
    string TypeCondition, IReadOnlyList<Directive> Directives, IReadOnlyList<Selection> Selections, GraphqlPosition Position)
    : Selection(Directives, Position);

internal sealed record VariableDefinition(
    string Name, TypeReference Type, GraphqlValue? Default, IReadOnlyList<Directive> Directives, GraphqlPosition Position);

internal sealed record Operation(
    string Kind, string Name, IReadOnlyList<VariableDefinition> Variables, IReadOnlyList<Directive> Directives, IReadOnlyList<Selection> Selections,
    GraphqlPosition Position);

internal sealed record Fragment(
    string Name, IReadOnlyList<VariableDefinition> Variables, string TypeCondition, IReadOnlyList<Directive> Directives,
    IReadOnlyList<Selection> Selections, GraphqlPosition Position);

internal sealed record QueryDocument(IReadOnlyList<Operation> Operations, IReadOnlyList<Fragment> Fragments);
