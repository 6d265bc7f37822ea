using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.Awk;

internal enum AwkTokenKind : byte
{
    None,
    Name,
    Text,
    Number,
    Pattern,
    Symbol,
    NewLine,
}

/// <summary>A lexical unit of an awk program.</summary>
internal readonly record struct AwkToken(AwkTokenKind Kind, int Start, int End, string? Text = null)
{
    public static List<AwkToken> Read(string text)
    {
        var tokens = new List<AwkToken>();
        for (var at = 0; at < text.Length;)
        {
            var character = text[at];
            if (character == '\n')
            {
                tokens.Add(new AwkToken(AwkTokenKind.NewLine, at, ++at));
            }
            else if (char.IsWhiteSpace(character) || character == '\\')
            {
                at += character == '\\' ? 2 : 1;
            }
            else if (character == '#')
            {
                var end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else
            {
                var token = One(text, at, tokens);
                tokens.Add(token);
                at = token.End;
            }
        }

        return tokens;
    }

    private static AwkToken One(string text, int start, List<AwkToken> tokens)
    {
        var character = text[start];
        var end = start + 1;
        if (char.IsAsciiLetter(character) || character == '_')
        {
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            return new AwkToken(AwkTokenKind.Name, start, end);
        }

        if (char.IsAsciiDigit(character) || character == '.' && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '.'))
            {
                end++;
            }

            return new AwkToken(AwkTokenKind.Number, start, end);
        }

        if (character == '"' || character == '/' && ExpectsValue(text, tokens))
        {
            var bracket = false;
            while (end < text.Length && (text[end] != character || bracket) && !(character == '/' && text[end] == '\n'))
            {
                bracket = character == '/' && (bracket ? text[end] != ']' : text[end] == '[' && text.IndexOf(']', end + 1, Math.Min(64, text.Length - end - 1)) > 0);
                end += text[end] == '\\' ? 2 : 1;
            }

            end = Math.Min(end, text.Length);
            var after = Math.Min(end + 1, text.Length);
            return character == '"'
                ? new AwkToken(AwkTokenKind.Text, start, after, CodeEscapes.Decode(text.AsSpan(start + 1, end - start - 1), false, false))
                : new AwkToken(AwkTokenKind.Pattern, start, after);
        }

        if (end < text.Length && (text[end] == '=' && "=!<>+-*/%^".Contains(character, StringComparison.Ordinal) || text[end] == character && "|&>+-".Contains(character, StringComparison.Ordinal) || character == '|' && text[end] == '&'))
        {
            end++;
        }

        return new AwkToken(AwkTokenKind.Symbol, start, end);
    }

    /// <summary>A slash divides after a value and begins a pattern anywhere else.</summary>
    private static bool ExpectsValue(string text, List<AwkToken> tokens)
    {
        if (tokens.Count == 0)
        {
            return true;
        }

        var last = tokens[^1];
        return last.Kind switch
        {
            AwkTokenKind.Symbol => text[last.End - 1] is not (')' or ']' or '$') && !(last.End - last.Start == 2 && text[last.Start] is '+' or '-'),
            AwkTokenKind.Name => text.AsSpan(last.Start, last.End - last.Start) is "print" or "return" or "in" or "case" or "else" or "do",
            AwkTokenKind.NewLine => true,
            _ => false,
        };
    }
}
