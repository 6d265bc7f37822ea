namespace Pharos.Rego.Syntax;

/// <summary>A place in a module's text; row and column are 1-based, as editors count them.</summary>
internal readonly record struct SourceLocation(string File, int Row, int Column);
