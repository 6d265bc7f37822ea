using System.Text;
using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>Quotes, variables and bare words.</summary>
internal sealed partial class PowerShellReader
{
    private static bool IsSingle(char character) => character is '\'' or '‘' or '’' or '‚' or '‛';

    private static bool IsDouble(char character) => character is '"' or '“' or '”' or '„';

    private CodeValue Quoted()
    {
        if (IsSingle(Here))
        {
            var text = new StringBuilder();
            for (_at++; _at < _text.Length; _at++)
            {
                if (IsSingle(Here))
                {
                    if (!IsSingle(Next))
                    {
                        _at++;
                        break;
                    }

                    _at++;
                }

                text.Append(Here);
            }

            return CodeValue.Of(text.ToString());
        }

        _at++;
        return Expanded(static reader => IsDouble(reader.Here));
    }

    private CodeValue HereText()
    {
        var single = IsSingle(Next);
        _at += 2;
        var line = _text.IndexOf('\n', _at);
        _at = line < 0 ? _text.Length : line + 1;
        var end = _text.IndexOf(single ? "\n'@" : "\n\"@", Math.Max(0, _at - 1), StringComparison.Ordinal);
        end = end < 0 ? _text.Length : Math.Max(end, _at);
        CodeValue value;
        if (single)
        {
            value = CodeValue.Of(_text[_at..end]);
            _at = end;
        }
        else
        {
            value = Expanded(reader => reader._at >= end);
            _at = Math.Max(end, _at - 1);
        }

        _at = Math.Min(_text.Length, _at + 3);
        return value;
    }

    /// <summary>A text in which variables and sub-expressions stand. What ends it is taken.</summary>
    private CodeValue Expanded(Func<PowerShellReader, bool> ends)
    {
        var value = CodeValue.Of("");
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            if (ends(this))
            {
                if (IsDouble(Here) && IsDouble(Next))
                {
                    text.Append('"');
                    _at += 2;
                    continue;
                }

                _at++;
                break;
            }

            if (Here == '`')
            {
                text.Append(Escaped(Next));
                _at += 2;
            }
            else if (Here == '$' && (Next == '(' || Next == '{' || IsNameCharacter(Next) && Next != '?'))
            {
                value = CodeValue.Join(value, CodeValue.Of(text.ToString()));
                text.Clear();
                value = CodeValue.Join(value, Value(Primary()));
            }
            else
            {
                text.Append(Here);
                _at++;
            }
        }

        return CodeValue.Join(value, CodeValue.Of(text.ToString()));
    }

    private static string Escaped(char character) => character switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '0' or '\0' => "",
        'e' => "\u001b",
        'a' or 'b' or 'f' or 'v' => "",
        _ => character.ToString(),
    };

    private CodeValue Variable()
    {
        _at++;
        if (Here == '{')
        {
            var close = _text.IndexOf('}', _at);
            var name = close < 0 ? "" : _text[(_at + 1)..close];
            _at = close < 0 ? _text.Length : close + 1;
            return CodeValue.Named("$" + name.Replace("`", "", StringComparison.Ordinal));
        }

        var start = _at;
        while (_at < _text.Length && IsNameCharacter(Here) && !(Here == ':' && (Next == ':' || !char.IsLetter(Next))))
        {
            _at++;
        }

        if (_at == start && Here is '$' or '^')
        {
            _at++;
        }

        var variable = _text[start.._at];
        foreach (var scope in (ReadOnlySpan<string>)["global:", "script:", "local:", "private:", "using:", "variable:"])
        {
            if (variable.StartsWith(scope, StringComparison.OrdinalIgnoreCase))
            {
                variable = variable[scope.Length..];
                break;
            }
        }

        return CodeValue.Named("$" + variable);
    }

    private static bool EndsWord(char character) => char.IsWhiteSpace(character) || character is '\0' or '|' or ';' or ',' or '(' or ')' or '{' or '}' or '&' or '<' or '>';

    /// <summary>A word without quotes around it, as commands and their arguments are written; quotes inside it join.</summary>
    private CodeValue Bareword()
    {
        var value = CodeValue.Of("");
        var text = new StringBuilder();
        while (_at < _text.Length && !EndsWord(Here))
        {
            if (Here == '`')
            {
                text.Append(char.IsLetterOrDigit(Next) ? Next.ToString() : Escaped(Next));
                _at += 2;
            }
            else if (IsSingle(Here) || IsDouble(Here) || Here == '$' && (Next == '(' || Next == '{' || IsNameCharacter(Next)))
            {
                value = CodeValue.Join(value, CodeValue.Of(text.ToString()));
                text.Clear();
                value = CodeValue.Join(value, Value(Here == '$' ? Primary() : Quoted()));
            }
            else
            {
                text.Append(Here);
                _at++;
            }
        }

        return CodeValue.Join(value, CodeValue.Of(text.ToString()));
    }
}
