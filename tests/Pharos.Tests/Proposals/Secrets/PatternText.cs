using System.Text;

namespace Pharos.Tests.Proposals.Secrets;

/// <summary>Draws a text that a regular expression matches: the positives of detectors, without writing tokens into the sources. Seeded.</summary>
internal sealed class PatternText(string pattern, Random random)
{
    private const string WordCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private int _at;

    /// <summary>One text.</summary>
    public string Draw()
    {
        _at = 0;
        return Alternatives();
    }

    private string Alternatives()
    {
        var branches = new List<string> { Sequence() };
        while (_at < pattern.Length && pattern[_at] == '|')
        {
            _at++;
            branches.Add(Sequence());
        }

        // An empty branch ("or the end") says nothing; the others are what the rule is about.
        var real = branches.Where(branch => branch.Length > 0).ToList();
        return real.Count == 0 ? "" : real[random.Next(real.Count)];
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
        {
            text.Append(Quantified());
        }

        return text.ToString();
    }

    private string Quantified()
    {
        var start = _at;
        var first = Atom();
        var (least, most) = Quantifier();
        var count = random.Next(least, most + 1);
        var end = _at;
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (i == 0)
            {
                text.Append(first);
                continue;
            }

            _at = start;
            text.Append(Atom());
        }

        _at = end;
        return text.ToString();
    }

    private (int Least, int Most) Quantifier()
    {
        if (_at >= pattern.Length)
        {
            return (1, 1);
        }

        (int, int) range = pattern[_at] switch { '?' => (0, 1), '*' => (0, 3), '+' => (1, 12), _ => (1, 1) };
        if (pattern[_at] is '?' or '*' or '+')
        {
            _at++;
        }
        else if (pattern[_at] == '{' && _at + 1 < pattern.Length && char.IsAsciiDigit(pattern[_at + 1]))
        {
            var close = pattern.IndexOf('}', _at);
            var parts = pattern[(_at + 1)..close].Split(',');
            var least = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
            range = (least, parts.Length == 1 ? least : parts[1].Length == 0 ? least + 8 : int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
            _at = close + 1;
        }

        if (_at < pattern.Length && pattern[_at] == '?')
        {
            _at++;
            range = (range.Item1, range.Item1);
        }

        return range;
    }

    private string Atom()
    {
        var character = pattern[_at++];
        switch (character)
        {
            case '(':
                return Group();
            case '[':
                return Class();
            case '\\':
                return Escape();
            case '^' or '$':
                return "";
            case '.':
                return Pick(WordCharacters);
            default:
                return character.ToString();
        }
    }

    private string Group()
    {
        if (_at < pattern.Length && pattern[_at] == '?')
        {
            if (pattern[_at + 1] is 'P' or '<')
            {
                _at = pattern.IndexOf('>', _at) + 1;
            }
            else
            {
                while (pattern[_at] is not (':' or ')'))
                {
                    _at++;
                }

                if (pattern[_at++] == ')')
                {
                    return "";
                }
            }
        }

        var text = Alternatives();
        _at++;
        return text;
    }

    private string Class()
    {
        var isNegated = pattern[_at] == '^';
        _at += isNegated ? 1 : 0;
        var members = new StringBuilder();
        for (var first = true; pattern[_at] != ']' || first; first = false)
        {
            if (pattern[_at] == '\\')
            {
                _at++;
                members.Append(EscapedMembers());
                continue;
            }

            var from = pattern[_at++];
            if (pattern[_at] == '-' && pattern[_at + 1] != ']')
            {
                var to = pattern[_at + 1];
                for (var member = from; member <= to; member++)
                {
                    members.Append(member);
                }

                _at += 2;
            }
            else
            {
                members.Append(from);
            }
        }

        _at++;
        return isNegated ? Pick(string.Concat(WordCharacters.Except(members.ToString()))) : Pick(members.ToString());
    }

    private string Escape()
    {
        if (pattern[_at] is 'b' or 'z' or 'A')
        {
            _at++;
            return "";
        }

        return Pick(EscapedMembers());
    }

    private string EscapedMembers()
    {
        var character = pattern[_at++];
        switch (character)
        {
            case 'w':
                return WordCharacters + "_";
            case 'd':
                return "0123456789";
            case 's':
                return " ";
            case 'n':
                return "\n";
            case 'r':
                return "\r";
            case 't':
                return "\t";
            case 'S':
                return WordCharacters;
            case 'x':
                _at += 2;
                return ((char)Convert.ToInt32(pattern[(_at - 2).._at], 16)).ToString();
            default:
                return character.ToString();
        }
    }

    private string Pick(string from) => from.Length == 0 ? "" : from[random.Next(from.Length)].ToString();
}
