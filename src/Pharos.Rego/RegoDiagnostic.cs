namespace Pharos.Rego;

/// <summary>A complaint about a module: a stable code such as <c>rego_parse_error</c>, and where it stands (row and column from 1).</summary>
public sealed record RegoDiagnostic(string Code, string Message, string File, int Row, int Column)
{
    /// <summary>What to do about it, where there is more to say than the message does.</summary>
    public string? Hint { get; init; }

    /// <summary>The line of the module that it is about.</summary>
    public string? Line { get; init; }

    /// <summary>The line, and below it a caret at the column; empty where the line is not known. Tabs are blanks, so that the caret stands right.</summary>
    public string Excerpt => Line is null ? "" : $"{Line.Replace('\t', ' ')}\n{new string(' ', Math.Clamp(Column - 1, 0, Line.Length))}^";

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Row}: {Code}: {Message}";

    /// <summary>The same complaint with its line, cut to what a person can read.</summary>
    internal RegoDiagnostic In(string source)
    {
        const int longest = 200;
        var start = 0;
        for (var row = 1; row < Row && start >= 0; row++)
        {
            start = source.IndexOf('\n', start) + 1;
            if (start == 0)
            {
                return this;
            }
        }

        var end = source.IndexOf('\n', Math.Min(start, source.Length));
        var line = source[Math.Min(start, source.Length)..(end < 0 ? source.Length : end)].TrimEnd('\r');
        return Row < 1 || Column > longest ? this : this with { Line = line.Length > longest ? line[..longest] : line };
    }
}
