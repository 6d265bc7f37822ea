namespace Pharos.Rego.Syntax;

internal enum TokenKind
{
    EndOfFile, Identifier, Keyword, Number, String, TemplateStart, RawTemplateStart,
    LeftBrace, RightBrace, LeftBracket, RightBracket, LeftParen, RightParen,
    Comma, Semicolon, Colon, Dot, Assign, Unify,
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
    Plus, Minus, Star, Slash, Percent, Ampersand, Bar, Illegal,
}

/// <summary>A token; <see cref="Text"/> is the decoded string, the identifier or number as written, or the complaint of an illegal one.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, int Row, int Column, bool SpaceBefore, string Text)
{
    public bool Is(string keyword) => Kind == TokenKind.Keyword && Text == keyword;

    public string Describe() => Kind switch
    {
        TokenKind.EndOfFile => "eof token",
        TokenKind.Identifier => $"identifier {Text}",
        TokenKind.Keyword => $"{Text} keyword",
        TokenKind.Number => $"number {Text}",
        TokenKind.String => "string",
        TokenKind.TemplateStart or TokenKind.RawTemplateStart => "template string",
        _ => $"token {Text}",
    };
}
