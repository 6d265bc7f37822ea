using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile.Types;

/// <summary>A rule as the type checker sees it: statements, the value of the head, and where it stands.</summary>
internal sealed record TypedRule(IReadOnlyList<LiteralNode> Body, TermNode Value, SourceLocation Location);
