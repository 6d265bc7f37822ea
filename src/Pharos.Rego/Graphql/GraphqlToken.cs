namespace Pharos.Rego.Graphql;

internal enum GraphqlTokenKind
{
    Invalid,
    EndOfFile,
    Punctuation,
    Name,
    Int,
    Float,
    String,
    BlockString,
}

/// <summary>A place in a GraphQL text, from 1; 0 where the node did not come from a text.</summary>
internal readonly record struct GraphqlPosition(int Line, int Column);

/// <summary>A token; comments are none.</summary>
internal readonly record struct GraphqlToken(GraphqlTokenKind Kind, string Text, GraphqlPosition Position)
{
    /// <summary>The kind as complaints name it.</summary>
    public string KindName => Kind switch
    {
        GraphqlTokenKind.Invalid => "<Invalid>",
        GraphqlTokenKind.EndOfFile => "<EOF>",
        GraphqlTokenKind.Punctuation => Text,
        _ => Kind.ToString(),
    };

    public bool Is(string punctuation) => Kind == GraphqlTokenKind.Punctuation && Text == punctuation;

    /// <summary>The kind and, where there is one, the text.</summary>
    public string Describe() => Kind == GraphqlTokenKind.Punctuation || Text.Length == 0 ? KindName : $"{KindName} {GraphqlText.Quote(Text)}";
}
