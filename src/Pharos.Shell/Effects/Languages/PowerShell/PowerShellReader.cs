using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>
/// Reads what PowerShell code would do: statements, pipelines, cmdlets with their parameters, .NET calls, and texts put together to be run. Branches and loops are read once;
/// what is not understood is an effect that is not known.
/// </summary>
internal sealed partial class PowerShellReader
{
    private const int DeepestNesting = 48;
    private const int LongestCode = 100_000;
    private const int MostEffects = 400;

    private static readonly CallTable Calls = CallTable.Load("powershell");

    private readonly string _text;
    private readonly SourceSpan _span;
    private readonly ReadingBuilder _reading;
    private readonly Dictionary<string, CodeValue> _variables;
    private readonly Dictionary<string, string> _aliases;
    private readonly HashSet<string> _functions;
    private readonly HashSet<string> _unstable = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _label;
    private readonly int _codeDepth;
    private int _at;
    private int _depth;
    private CodeValue _input = CodeValue.Unknown;

    private PowerShellReader(string text, SourceSpan span, ReadingBuilder reading, PowerShellReader? outer)
    {
        _text = text;
        _span = span;
        _reading = reading;
        _label = outer?._label ?? reading.Label;
        _codeDepth = (outer?._codeDepth ?? 0) + 1;
        _variables = outer?._variables ?? new(StringComparer.OrdinalIgnoreCase);
        _aliases = outer?._aliases ?? new(StringComparer.OrdinalIgnoreCase);
        _functions = outer?._functions ?? new(StringComparer.OrdinalIgnoreCase);
        FindUnstable();
    }

    public static void Read(ShellWord code, ReadingBuilder reading)
    {
        if (!code.IsKnown)
        {
            reading.Execute(Certainty.Unknown, reading.Label + " code");
        }

        if (code.Text.Length > LongestCode)
        {
            reading.UnknownPart(code.Span, "the PowerShell code is longer than is analysed");
            return;
        }

        var label = reading.Label;
        var branch = reading.OnBranch;
        new PowerShellReader(code.Text, code.Span, reading, null).Statements('\0');
        reading.Label = label;
        reading.OnBranch = branch;
        reading.IsRecursive = false;
    }

    private char Here => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    /// <summary>Code that is run as code: the argument of Invoke-Expression, a script block made from a text.</summary>
    private void RunText(CodeValue value, string why)
    {
        if (value.Fetched is { } url)
        {
            _reading.RunsFetched(url);
        }

        if (value.Kind == CodeValueKind.Text && _codeDepth < 6)
        {
            new PowerShellReader(value.Text, _span, _reading, this).Statements('\0');
            return;
        }

        if (value.Kind != CodeValueKind.Made || value.Text != "block")
        {
            Unknown(why);
        }
    }

    private void Unknown(string what) => _reading.Execute(Certainty.Unknown, $"{_label} {(what.Length > 80 ? what[..80] : what)}");

    /// <summary>Variables that are assigned more than once in code with blocks may hold either value.</summary>
    private void FindUnstable()
    {
        if (!_text.Contains('{', StringComparison.Ordinal))
        {
            return;
        }

        var assigned = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _text.Length; i++)
        {
            if (_text[i] != '$')
            {
                continue;
            }

            var start = ++i;
            while (i < _text.Length && IsNameCharacter(_text[i]))
            {
                i++;
            }

            var name = _text[start..i];
            while (i < _text.Length && _text[i] == ' ')
            {
                i++;
            }

            var isAssignment = i < _text.Length && (_text[i] == '=' || i + 1 < _text.Length && _text[i + 1] == '=' && _text[i] is '+' or '-');
            if (isAssignment && !assigned.Add(name))
            {
                _unstable.Add(name);
            }

            i--;
        }
    }

    private static bool IsNameCharacter(char character) => char.IsLetterOrDigit(character) || character is '_' or ':' or '?';

    /// <summary>Reads statements up to a closing bracket, which is taken, or the end.</summary>
    private CodeValue Statements(char close)
    {
        if (++_depth > DeepestNesting)
        {
            _reading.UnknownPart(_span, "the PowerShell code is nested deeper than is analysed");
            Unknown("code");
            _at = _text.Length;
        }

        var value = CodeValue.Unknown;
        while (_at < _text.Length)
        {
            Blanks(lines: true);
            if (Here == close && close != '\0')
            {
                _at++;
                break;
            }

            if (Here is ';' or '&' && Next == '&' || Here is '|' or ';' or ',')
            {
                _at++;
                continue;
            }

            if (_reading.Effects.Count > MostEffects)
            {
                _reading.UnknownPart(_span, "the PowerShell code does more than is analysed");
                _at = _text.Length;
                break;
            }

            var before = _at;
            value = Statement();
            if (_at == before)
            {
                _at++;
            }
        }

        _depth--;
        return value;
    }

    private void Blanks(bool lines)
    {
        while (_at < _text.Length)
        {
            if (Here is ' ' or '\t' || Here == '\r' || Here == '\n' && lines || char.IsWhiteSpace(Here) && Here != '\n')
            {
                _at++;
            }
            else if (Here == '`' && Next is '\n' or '\r')
            {
                _at += 2;
            }
            else if (Here == '#')
            {
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else if (Here == '<' && Next == '#')
            {
                var end = _text.IndexOf("#>", _at, StringComparison.Ordinal);
                _at = end < 0 ? _text.Length : end + 2;
            }
            else
            {
                return;
            }
        }
    }

    private CodeValue Statement()
    {
        if (char.IsLetter(Here))
        {
            var end = _at;
            while (end < _text.Length && char.IsLetter(_text[end]))
            {
                end++;
            }

            var word = _text.AsSpan(_at, end - _at);
            if (end - _at <= 10 && (end == _text.Length || _text[end] is ' ' or '(' or '{' or '\n' or '\r' or '\t' or ';' or '}') && Keyword(word.ToString().ToLowerInvariant(), end) is { } value)
            {
                return value;
            }
        }

        return Pipeline();
    }

    private CodeValue? Keyword(string word, int end)
    {
        switch (word)
        {
            case "if" or "elseif" or "else" or "while" or "for" or "foreach" or "switch" or "do" or "until" or "try" or "catch" or "finally" or "trap":
                _at = end;
                Blanks(lines: true);
                if (word == "foreach" && Here is not ('(' or '{'))
                {
                    _at = end - word.Length;
                    return null;
                }

                _reading.OnBranch |= word is not ("try" or "finally");
                if (Here == '(')
                {
                    _at++;
                    Statements(')');
                    Blanks(lines: true);
                }

                if (Here == '{')
                {
                    _at++;
                    Statements('}');
                }

                return CodeValue.Unknown;
            case "function" or "filter":
                _at = end;
                Blanks(lines: true);
                var start = _at;
                while (_at < _text.Length && Here is not (' ' or '{' or '(' or '\n'))
                {
                    _at++;
                }

                _functions.Add(_text[start.._at]);
                _reading.OnBranch = true;
                return CodeValue.Unknown;
            case "return" or "throw" or "begin" or "process" or "end" or "param" or "exit" or "break" or "continue" or "in":
                _at = end;
                return CodeValue.Unknown;
            default:
                return null;
        }
    }

    private CodeValue Pipeline()
    {
        var value = CodeValue.Unknown;
        var input = _input;
        _input = CodeValue.Unknown;
        while (_at < _text.Length)
        {
            Blanks(lines: false);
            var before = _at;
            value = Element();
            Blanks(lines: false);
            if (Here == '|' && Next == '|')
            {
                _at += 2;
                break;
            }

            if (Here != '|' || _at == before)
            {
                break;
            }

            _at++;
            _input = value;
            Blanks(lines: true);
        }

        _input = input;
        return value;
    }

    /// <summary>One stage of a pipeline: a command, or an expression.</summary>
    private CodeValue Element()
    {
        switch (Here)
        {
            case '&' or '.' when Next is ' ' or '(' or '"' or '\'' or '$' or '{' or '\t':
                _at++;
                Blanks(lines: false);
                return Called();
            case '$' or '"' or '\'' or '(' or '[' or '@' or '{' or '!' or (>= '0' and <= '9') or ',':
            case '-' when Next is '(' or '$' or '[' or (>= '0' and <= '9') or '-' or 'j' or 's' or 'n' or 'b':
                return Expression();
            case '\0' or ')' or '}' or ']' or ';' or '\n' or '|':
                return CodeValue.Unknown;
            default:
                return Command(Bareword());
        }
    }
}
