namespace Pharos.Rego;

/// <summary>A place in a module: its file's name, and row and column from 1.</summary>
public readonly record struct RegoLocation(string File, int Row, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Row}";
}
