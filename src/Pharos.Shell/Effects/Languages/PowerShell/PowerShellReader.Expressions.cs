using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>Expressions: texts put together, variables, .NET types and their members.</summary>
internal sealed partial class PowerShellReader
{
    private CodeValue Expression()
    {
        var value = Unary();
        while (_at < _text.Length)
        {
            Blanks(lines: false);
            var character = Here;
            if (character == '=' && value.Kind == CodeValueKind.Name && value.Text.StartsWith('$'))
            {
                _at++;
                Blanks(lines: true);
                return Assign(value.Text, Statement());
            }

            if (character is '+' or '-' or '*' or '/' or '%' && Next == '=')
            {
                _at += 2;
                Blanks(lines: true);
                var before = Value(value);
                var added = Statement();
                return value.Kind == CodeValueKind.Name ? Assign(value.Text, character == '+' && !_unstable.Contains(value.Text) ? CodeValue.Join(before, added) : CodeValue.Unknown) : CodeValue.Unknown;
            }

            if (character == '+')
            {
                _at++;
                Blanks(lines: true);
                value = CodeValue.Join(Value(value), Value(Unary()));
            }
            else if (character == ',')
            {
                _at++;
                Blanks(lines: true);
                var items = value.Kind == CodeValueKind.List && value.Text.Length > 0 ? new List<CodeValue>(value.Items!) : [Value(value)];
                items.Add(Value(Unary()));
                value = new CodeValue(CodeValueKind.List, ",", items);
            }
            else if (character == '-' && char.IsLetter(Next))
            {
                value = Operator(Value(value));
            }
            else if (character is '*' or '/' or '%' or '-' or '.' && Next == '.' || character is '?' or ':' && _depth > 0 && character == '?')
            {
                _at++;
                Unary();
                value = CodeValue.Unknown;
            }
            else if (character == '>' || char.IsAsciiDigit(character) && Next == '>')
            {
                Redirect();
            }
            else
            {
                break;
            }
        }

        return Value(value);
    }

    private CodeValue Assign(string variable, CodeValue value)
    {
        var name = variable[1..];
        if (name.StartsWith("env:", StringComparison.OrdinalIgnoreCase))
        {
            EnvironmentEffects.Read(name[4..].ToUpperInvariant(), Word(value), _reading);
        }

        if (_variables.Count < 500)
        {
            _variables[name] = _unstable.Contains(name) ? CodeValue.Unknown : value;
        }

        return value;
    }

    private CodeValue Value(CodeValue value)
    {
        if (value.Kind != CodeValueKind.Name || !value.Text.StartsWith('$'))
        {
            return value;
        }

        var name = value.Text[1..];
        if (_variables.TryGetValue(name, out var known))
        {
            return known;
        }

        switch (name.ToLowerInvariant())
        {
            case "home" or "env:home" or "env:userprofile":
                return _reading.Context.Home is { } home ? CodeValue.Of(home) : CodeValue.Unknown;
            case "pwd":
                return _reading.Directory is { } here ? CodeValue.Of(here) : CodeValue.Unknown;
            case "null":
                return CodeValue.Of("");
            case "profile":
                return CodeValue.Of((_reading.Context.Home ?? "~") + "/.config/powershell/profile.ps1");
            case "_" or "input" or "psitem":
                return _input;
            case var variable when variable.StartsWith("env:", StringComparison.Ordinal) && SecretNames.IsSecret(variable):
                _reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, name[4..]);
                return CodeValue.Unknown;
            default:
                return CodeValue.Unknown;
        }
    }

    private CodeValue Unary()
    {
        while (_at < _text.Length)
        {
            Blanks(lines: false);
            if (Here == '[' && TypeName() is { } type)
            {
                if (Here == ':' && Next == ':')
                {
                    return Members(CodeValue.Named(type));
                }

                // A cast: [char]105 is a letter, [string] changes nothing.
                var value = Value(Unary());
                return type switch
                {
                    "char" when value.Kind == CodeValueKind.Number && int.TryParse(value.Text, out var code) && code is > 0 and < char.MaxValue => Members(CodeValue.Of(((char)code).ToString())),
                    "char[]" when value.Kind == CodeValueKind.List => CodeFolds.Fold("char", value, value, value.Items!.Select(static item => new CodeArgument(null, item, 0, 0, false)).ToList()),
                    "scriptblock" or "system.management.automation.scriptblock" => Block(value),
                    "string" or "char[]" or "byte[]" or "void" or "int" or "uri" or "system.uri" or "object" or "array" => value,
                    _ => value,
                };
            }

            if (Here == '-' && char.IsLetter(Next))
            {
                // An operator before its only value: -join makes one text of a list.
                var joins = _text.AsSpan(_at + 1).StartsWith("join", StringComparison.OrdinalIgnoreCase);
                _at++;
                MemberName();
                var list = Value(Unary());
                return joins && list.Kind == CodeValueKind.List ? CodeFolds.Fold("join", CodeValue.Of(""), list, []) : joins ? list : CodeValue.Unknown;
            }

            if (Here is '!' or '-' or '+' or ',' or '[' or '*' or '~')
            {
                _at++;
                continue;
            }

            break;
        }

        return Members(Primary());
    }

    private CodeValue Block(CodeValue value)
    {
        RunText(value, "scriptblock");
        return new CodeValue(CodeValueKind.Made, "block");
    }

    private string? TypeName()
    {
        var end = _at + 1;
        var depth = 1;
        while (end < _text.Length && end < _at + 200)
        {
            depth += _text[end] == '[' ? 1 : _text[end] == ']' ? -1 : 0;
            if (depth == 0)
            {
                break;
            }

            if (!(char.IsLetterOrDigit(_text[end]) || _text[end] is '.' or '_' or '[' or ']' or ' ' or ',' or '`' or '(' or ')' or '\'' or '"' or '=' or '+'))
            {
                return null;
            }

            end++;
        }

        if (end >= _text.Length || depth != 0)
        {
            return null;
        }

        var name = _text[(_at + 1)..end].Replace(" ", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).ToLowerInvariant();
        _at = end + 1;
        return name.StartsWith("system.", StringComparison.Ordinal) ? name[7..] : name;
    }

    private CodeValue Primary()
    {
        switch (Here)
        {
            case '\'' or '"':
                return Quoted();
            case '@' when Next is '\'' or '"':
                return HereText();
            case '$' when Next == '(':
            case '@' when Next == '(':
                _at += 2;
                return Statements(')');
            case '@' when Next == '{':
                _at += 2;
                Statements('}');
                return CodeValue.Unknown;
            case '$' or '@':
                return Variable();
            case '(':
                _at++;
                return Statements(')');
            case '{':
                _at++;
                var branch = _reading.OnBranch;
                _reading.OnBranch = true;
                Statements('}');
                _reading.OnBranch = branch;
                return new CodeValue(CodeValueKind.Made, "block");
            case >= '0' and <= '9':
                var start = _at;
                while (_at < _text.Length && (char.IsAsciiLetterOrDigit(Here) || Here == '.' && char.IsAsciiDigit(Next)))
                {
                    _at++;
                }

                var number = _text[start.._at];
                return new CodeValue(CodeValueKind.Number, number.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && int.TryParse(number.AsSpan(2), System.Globalization.NumberStyles.HexNumber, null, out var hexadecimal) ? hexadecimal.ToString(System.Globalization.CultureInfo.InvariantCulture) : number);
            case var character when char.IsLetter(character) || character is '.' or '\\' or '/' or '~':
                // A word where a value stands: a hash table's key, or a command in a sub-expression.
                return Command(Bareword());
            default:
                return CodeValue.Unknown;
        }
    }

    /// <summary>Members, calls and subscripts after a value.</summary>
    private CodeValue Members(CodeValue value)
    {
        while (_at < _text.Length)
        {
            if (Here == ':' && Next == ':' || Here == '.' && Next is not ('.' or ' ' or '\0' or ';' or ')') || Here == '?' && Next == '.')
            {
                _at += Here == '.' ? 1 : 2;
                var name = Here is '"' or '\'' or '$' or '(' ? Value(Primary()) is { IsText: true } text ? text.Text.ToLowerInvariant() : "" : MemberName();
                if (Here == '(')
                {
                    _at++;
                    value = Invoke(Value(value), name, Arguments());
                }
                else
                {
                    value = Property(Value(value), name);
                }
            }
            else if (Here == '[')
            {
                _at++;
                var index = Statements(']');
                var list = Value(value);
                value = list.Kind == CodeValueKind.List && index.Kind == CodeValueKind.Number && int.TryParse(index.Text, out var at) && at >= 0 && at < list.Items!.Count ? list.Items[at]
                    : list.IsText && index is { Kind: CodeValueKind.List or CodeValueKind.Unknown } ? Picked(list.Text, index) : CodeValue.Unknown with { Fetched = list.Fetched };
            }
            else
            {
                break;
            }
        }

        return value;
    }

    /// <summary>Letters picked from a text by their places: the usual way to write a command without its name.</summary>
    private static CodeValue Picked(string text, CodeValue places)
    {
        if (places.Kind != CodeValueKind.List)
        {
            return CodeValue.Unknown;
        }

        var letters = new List<CodeValue>();
        foreach (var place in places.Items!)
        {
            if (!int.TryParse(place.Text, out var at) || at < 0 || at >= text.Length)
            {
                return CodeValue.Unknown;
            }

            letters.Add(CodeValue.Of(text[at].ToString()));
        }

        return new CodeValue(CodeValueKind.List, "", letters);
    }

    private string MemberName()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(Here) || Here is '_' or '`'))
        {
            _at++;
        }

        return _text[start.._at].Replace("`", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    private List<CodeArgument> Arguments()
    {
        var value = Statements(')');
        return value.Kind == CodeValueKind.List && value.Text == "," ? value.Items!.Select(static item => new CodeArgument(null, item, 0, 0, true)).ToList() : [new CodeArgument(null, value, 0, 0, false)];
    }

    private static CodeValue Property(CodeValue value, string name)
    {
        if (value.Kind is CodeValueKind.Name or CodeValueKind.Made && value.Text != "block")
        {
            return new CodeValue(value.Kind, value.Text + "." + name) { Fetched = value.Fetched };
        }

        return name is "content" or "value" or "text" ? value : CodeValue.Unknown with { Fetched = value.Fetched };
    }
}
