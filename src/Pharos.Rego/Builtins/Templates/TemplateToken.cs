namespace Pharos.Rego.Builtins.Templates;

/// <summary>What a piece of a template is.</summary>
internal enum TemplateTokenKind
{
    Text,
    Open,
    Close,
    Word,
    Field,
    Variable,
    String,
    Number,
    Symbol,
}

/// <summary>A piece of a template. A gap before a field tells <c>x .y</c>, two operands, from <c>x.y</c>, one.</summary>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, bool HasGap, int Line);
