namespace Pharos.Shell.Syntax;

/// <summary>
/// Finds a backslash at the end of a line that a shell takes out of the middle of an operator, a name or the beginning of an expansion, so that what looks like two
/// things is one. Nobody writes that to be read.
/// </summary>
internal static class LineContinuations
{
    /// <summary>The first such place, or null.</summary>
    public static SourceSpan? InsideToken(string text)
    {
        var at = text.IndexOf("\\\n", StringComparison.Ordinal);
        while (at >= 0)
        {
            if (at > 0 && at + 2 < text.Length && Joins(text, at, text[at + 2]))
            {
                return new SourceSpan(at - 1, at + 2);
            }

            at = text.IndexOf("\\\n", at + 2, StringComparison.Ordinal);
        }

        return null;
    }

    private static bool Joins(string text, int at, char next)
    {
        if (next is ' ' or '\t' or '\n')
        {
            return false;
        }

        var before = text[at - 1];
        if (before is '$' or '!' or '#' or '[' or '{' or '(' || (before is '&' or '|' or '<' or '>' or ';' && next is '&' or '|' or '<' or '>' or ';' or '(' or '-'))
        {
            return true;
        }

        // A longer name than this is no variable's, and a row of them is looked through once only.
        var name = at;
        while (name > 0 && at - name < 64 && ShellCharacters.IsName(text[name - 1]))
        {
            name--;
        }

        return name > 0 && text[name - 1] is '$' or '{' or '!' or '#' && (ShellCharacters.IsName(next) || next is '}' or ':' or '[');
    }
}
