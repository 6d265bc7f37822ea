namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>Statements and expressions.</summary>
internal sealed partial class CodeReader
{
    /// <summary>Reads to the end of a statement and gives the value of its last expression.</summary>
    private CodeValue Statement()
    {
        while (Peek().Kind == CodeTokenKind.NewLine || Is(Peek(), ";"))
        {
            _at++;
        }

        var value = Expression();
        Touch(value);
        return value;
    }

    /// <summary>Reads one expression: up to a comma, a bracket that closes, or the end of the statement.</summary>
    public CodeValue Expression()
    {
        if (++_depth > DeepestNesting)
        {
            _depth--;
            _reading.UnknownPart(_span, $"the {_label} code is nested deeper than is analysed");
            _reading.Execute(Certainty.Unknown, _label + " code");
            _at = _tokens.Count;
            return CodeValue.Unknown;
        }

        var value = Operand();
        while (_at < _tokens.Count)
        {
            var token = _tokens[_at];
            if (token.Kind is CodeTokenKind.NewLine or CodeTokenKind.End)
            {
                break;
            }

            if (token.Kind == CodeTokenKind.Symbol)
            {
                var symbol = Span(token);
                if (symbol is "," or ";" or ")" or "]" or "}")
                {
                    break;
                }

                _at++;
                value = Binary(value, symbol.ToString());
            }
            else if (token.Kind == CodeTokenKind.Text && value.IsText && _dialect.PythonStrings)
            {
                value = CodeValue.Join(value, Operand());
            }
            else if (token.Kind == CodeTokenKind.Name && _dialect.KeywordSpans.Contains(Span(token)))
            {
                if (_dialect.BareCalls && _brackets == 0 || _dialect.LongBrackets && Span(token) is not ("and" or "or"))
                {
                    break;
                }

                Touch(value);
                Touch(Operand());
                value = CodeValue.Unknown;
            }
            else
            {
                break;
            }
        }

        _depth--;
        return value;
    }

    private CodeValue Binary(CodeValue left, string symbol)
    {
        if (symbol == _dialect.Joins)
        {
            return CodeValue.Join(left, Operand());
        }

        switch (symbol)
        {
            case "=" or ":=":
                var value = Expression();
                Assign(left, value);
                return value;
            case "+=" or ".=":
                var added = Expression();
                Assign(left, left.Kind == CodeValueKind.Name && _values.TryGetValue(left.Text, out var before) ? CodeValue.Join(before, added) : CodeValue.Unknown);
                return CodeValue.Unknown;
            case "=>":
                // An arrow makes a function in JavaScript and a pair in the others; either way the right side is read.
                var right = Operand();
                Touch(right);
                return _dialect.Templates ? new CodeValue(CodeValueKind.Made, "function") : right;
            case "%" when left.IsText && left.Kind == CodeValueKind.Text:
                return CodeFolds.Format(left.Text, Operand());
            case "/" when left.IsText && left.Kind == CodeValueKind.Text && _dialect.PythonStrings:
                return CodeValue.Join(CodeValue.Join(left, CodeValue.Of("/")), Operand());
            case "*" when left.IsText:
                return CodeFolds.Repeat(left, Operand());
            case "<<" when left.Kind is CodeValueKind.Text or CodeValueKind.Prefix:
                return CodeValue.Join(left, Operand());
            default:
                Touch(left);
                var other = Operand();
                Touch(other);
                return CodeValue.Unknown with { Fetched = left.Fetched ?? other.Fetched };
        }
    }

    private void Assign(CodeValue target, CodeValue value)
    {
        if (target.Kind != CodeValueKind.Name)
        {
            Touch(value);
            return;
        }

        if (_unstable.Contains(target.Text))
        {
            Touch(value);
            _values.Remove(target.Text);
            return;
        }

        if (_values.Count < 1_000)
        {
            _values[target.Text] = value.Kind == CodeValueKind.Made && value.Text == "function" ? CodeValue.Unknown : value;
            if (value.Kind == CodeValueKind.Made && value.Text == "function")
            {
                Define(target.Text);
                _values.Remove(target.Text);
            }
        }
    }

    private CodeValue Operand()
    {
        while (_at < _tokens.Count)
        {
            var token = _tokens[_at];
            switch (token.Kind)
            {
                case CodeTokenKind.Text:
                    _at++;
                    return Chain(token.Parts is null ? CodeValue.Of(token.Text!) : Made(token.Parts));
                case CodeTokenKind.Number:
                    _at++;
                    return Chain(new CodeValue(CodeValueKind.Number, Span(token).ToString()));
                case CodeTokenKind.Command:
                    _at++;
                    Script(token.Parts is null ? CodeValue.Of(token.Text!) : Made(token.Parts));
                    return Chain(CodeValue.Unknown);
                case CodeTokenKind.Words:
                    _at++;
                    return Chain(new CodeValue(CodeValueKind.List, "", Array.ConvertAll(token.Text!.Split(' ', StringSplitOptions.RemoveEmptyEntries), CodeValue.Of)));
                case CodeTokenKind.Pattern:
                    _at++;
                    if (token.Parts is [var replacement])
                    {
                        Touch(Run(_code, replacement.Start, replacement.End));
                    }

                    return Chain(new CodeValue(CodeValueKind.Made, "pattern"));
                case CodeTokenKind.Name:
                    return Named(token);
                case CodeTokenKind.Symbol:
                    if (Bracket(token) is { } value)
                    {
                        return Chain(value);
                    }

                    if (Span(token) is "," or ";" or ")" or "]" or "}")
                    {
                        return CodeValue.Unknown;
                    }

                    // Perl's file tests look like a minus before a name.
                    _at += _dialect.PerlQuoting && Span(token) is "-" && Peek(1) is { Kind: CodeTokenKind.Name } test && test.End == token.End + 1 ? 2 : 1;
                    break;
                default:
                    return CodeValue.Unknown;
            }
        }

        return CodeValue.Unknown;
    }

    private CodeValue? Bracket(CodeToken token)
    {
        switch (_code[token.Start])
        {
            case '(' when token.End == token.Start + 1:
                _at++;
                var items = Items(")");
                return items.Count == 1 && !items[0].HasComma ? items[0].Value : List(items);
            case '[' when token.End == token.Start + 1:
                _at++;
                return List(Items("]"));
            case '{':
                Block();
                return CodeValue.Unknown;
            default:
                return null;
        }
    }

    private static CodeValue List(List<CodeArgument> items)
    {
        var values = new CodeValue[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = items[i].Value;
        }

        return new CodeValue(CodeValueKind.List, "", values);
    }

    /// <summary>A block of statements or a dictionary: both are expressions between separators.</summary>
    private void Block()
    {
        _at++;
        var brackets = _brackets;
        _brackets = 0;
        while (_at < _tokens.Count && !Is(Peek(), "}"))
        {
            var before = _at;
            Touch(Expression());
            if (_at == before || Is(Peek(), ")") || Is(Peek(), "]"))
            {
                _at++;
            }
        }

        _at++;
        _brackets = brackets;
    }

    private CodeValue Named(CodeToken token)
    {
        var span = Span(token);
        if (_dialect.KeywordSpans.Contains(span) && !(Is(Peek(1), "=>") && _dialect.BareCalls))
        {
            _at++;
            var keyword = span.ToString();
            if (_language.Statement(this, keyword))
            {
                return CodeValue.Unknown;
            }

            return keyword is "function" or "lambda" ? Function() : Operand();
        }

        _at++;
        return Chain(CodeValue.Named(span.ToString()));
    }

    /// <summary>A function written where a value stands: its body is read now.</summary>
    private CodeValue Function()
    {
        if (Peek().Kind == CodeTokenKind.Name && Is(Peek(1), "("))
        {
            Define(Span(Peek()).ToString());
            _at++;
        }

        if (TakeIf("("))
        {
            Items(")");
        }

        if (_dialect.PythonStrings)
        {
            while (_at < _tokens.Count && Peek().Kind is CodeTokenKind.Name || Is(Peek(), ",") || Is(Peek(), "*"))
            {
                _at++;
            }

            TakeIf(":");
            Touch(Expression());
        }
        else if (Is(Peek(), "{"))
        {
            Block();
        }

        return new CodeValue(CodeValueKind.Made, "function");
    }

    /// <summary>The value of a text with code in it.</summary>
    private CodeValue Made(IReadOnlyList<CodePart> parts)
    {
        var value = CodeValue.Of("");
        foreach (var part in parts)
        {
            value = CodeValue.Join(value, part.Literal is { } literal ? CodeValue.Of(literal) : Resolve(Run(_code, part.Start, part.End)));
        }

        return value;
    }
}
