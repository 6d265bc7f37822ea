using System.Buffers;
using System.Collections.Frozen;

namespace Pharos.Proposals.Secrets;

/// <summary>Tells keys, which are drawn at random, from words, names and examples, which are not.</summary>
internal static class Randomness
{
    // A run of small letters of this length may be a word; a drawn key of mixed case seldom has one.
    private const int LeastWord = 4;

    private static readonly SearchValues<string> ExampleWords = SearchValues.Create(
        [
            "example", "sample", "placeholder", "changeme", "change_me", "change-me", "dummy", "fake", "insert", "replace", "redacted", "masked", "yourkey", "your_", "your-", "mysecret",
            "my_secret", "my-secret", "xxxx", "****", "....", "----", "____", "0000000", "1111111", "1234567", "abcdefg", "qwerty", "deadbeef", "lorem", "foobar", "todo", "<", "{{", "${", "$(",
            "%(", "%s", "process.env", "os.environ", "getenv", "null", "undefined", "secretkey", "not-a-", "notareal", "test_key", "testkey", "getsecret", "(s)",
        ],
        StringComparison.OrdinalIgnoreCase);

    // What tutorials and compose files write where a password goes.
    private static readonly FrozenSet<string> ExamplePasswords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ["password", "passwd", "pass", "pwd", "secret", "token", "postgres", "mysql", "root", "admin", "user", "guest", "test", "testing", "hunter2", "letmein", "p@ssw0rd", "p@ssword", "passw0rd",
         "password1", "password123", "admin123", "test123", "test1234", "secret123", "pass123", "redis", "rabbitmq", "mongo", "none", "true", "false", "required", "optional", "string"]);

    /// <summary>Shannon entropy of a text's characters, in bits for each.</summary>
    public static double EntropyOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var character in text)
        {
            counts[character < 128 ? character : 127]++;
        }

        var entropy = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
            {
                var share = (double)count / text.Length;
                entropy -= share * Math.Log2(share);
            }
        }

        return entropy;
    }

    /// <summary>True for a text that somebody put where a secret goes.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> text) => text.ContainsAny(ExampleWords) || text[0] == '$' 
        || ExamplePasswords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);

    /// <summary>
    /// True for a text as a generator draws it. Beside the entropy, which long names have as well, it looks at how often letters, digits and cases change, and at how
    /// much of it could be words: <c>Status404NotFound</c> has as much entropy as a key.
    /// </summary>
    public static bool IsDrawn(ReadOnlySpan<char> text)
    {
        int digits = 0, uppers = 0, lowers = 0, changes = 0, inWords = 0, run = 0;
        var before = '\0';
        foreach (var character in text)
        {
            var kind = char.IsAsciiDigit(character) ? 'd' : char.IsAsciiLetterLower(character) ? 'l' : char.IsAsciiLetterUpper(character) ? 'u' : 's';
            digits += kind == 'd' ? 1 : 0;
            uppers += kind == 'u' ? 1 : 0;
            lowers += kind == 'l' ? 1 : 0;
            run = kind == 'l' ? run + 1 : 0;
            inWords += run == LeastWord ? LeastWord : run > LeastWord ? 1 : 0;
            if (kind != 's')
            {
                changes += kind != before && before != '\0' ? 1 : 0;
                before = kind;
            }
        }

        var isMixed = uppers > 0 && lowers > 0;
        return digits > 0 && uppers + lowers > 0 && (isMixed ? digits * 24 >= text.Length && inWords * 5 < text.Length * 2 : digits * 9 >= text.Length)
            && changes * 5 >= text.Length && EntropyOf(text) >= Math.Min(3.2, Math.Log2(text.Length) * 0.72);
    }

    /// <summary>True for a text that somebody would choose as a password and not as a name: several kinds of characters, no blanks, no path.</summary>
    public static bool IsPassword(ReadOnlySpan<char> text)
    {
        if (text.Length is < 8 or > 128)
        {
            return false;
        }

        bool lower = false, upper = false, digit = false, symbol = false;
        foreach (var character in text)
        {
            if (character is <= ' ' or '(' or ')' or '{' or '}' or '[' or ']' or '<' or '>' or '"' or '\\' or '/' or ',' or ';' or > '~')
            {
                return false;
            }

            lower |= char.IsAsciiLetterLower(character);
            upper |= char.IsAsciiLetterUpper(character);
            digit |= char.IsAsciiDigit(character);
            symbol |= !char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.');
        }

        return (lower || upper) && (digit || symbol) && ((lower && upper) || symbol || text.Length >= 10) && EntropyOf(text) >= 2.6;
    }
}
