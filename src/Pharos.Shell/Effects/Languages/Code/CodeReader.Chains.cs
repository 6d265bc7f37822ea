namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>Names with dots, calls and subscripts.</summary>
internal sealed partial class CodeReader
{
    /// <summary>Reads what follows a value: members, calls, subscripts.</summary>
    private CodeValue Chain(CodeValue value)
    {
        var receiver = CodeValue.Unknown;
        string? method = null;
        value = value.Kind == CodeValueKind.Name ? value with { Text = Transparent(value.Text) } : value;
        while (_at < _tokens.Count)
        {
            var token = _tokens[_at];
            if (token.Kind == CodeTokenKind.NewLine && Peek(1) is { Kind: CodeTokenKind.Symbol } dot && Span(dot) is "." or "?." or "&." && _dialect.Joins != ".")
            {
                _at++;
                continue;
            }

            if (token.Kind != CodeTokenKind.Symbol)
            {
                if (IsBareCall(value, token))
                {
                    value = Call(Resolve(value), receiver, method, BareArguments());
                    method = null;
                    continue;
                }

                break;
            }

            var symbol = Span(token);
            if (IsMember(symbol) && Peek(1).Kind == CodeTokenKind.Name && !(symbol is ":" && !Is(Peek(2), "(") && Peek(2).Kind != CodeTokenKind.Text))
            {
                Uncalled(ref value, receiver, method);
                method = Span(Peek(1)).ToString();
                receiver = Resolve(value);
                value = Member(receiver, method);
                _at += 2;
            }
            else if (symbol is "->" or "?." && Peek(1).Kind == CodeTokenKind.Symbol && _code[Peek(1).Start] is '(' or '[' or '{')
            {
                _at++;
            }
            else if (symbol is "(" && (!_dialect.LinesEnd || token.Start == Previous().End || !_dialect.BareCalls))
            {
                _at++;
                value = Call(Resolve(value), receiver, method, Items(")"));
                method = null;
            }
            else if (symbol is "[" && (!_dialect.BareCalls || token.Start == Previous().End))
            {
                _at++;
                Uncalled(ref value, receiver, method);
                value = Index(Resolve(value), Items("]"), ref receiver, ref method);
            }
            else if (symbol is "{" && _dialect.PercentQuoting && Previous() is { Kind: CodeTokenKind.Name } or { Kind: CodeTokenKind.Symbol } && !Is(Previous(), "]") && method is not null | Is(Previous(), ")"))
            {
                Uncalled(ref value, receiver, method);
                method = null;
                Block();
            }
            else if (symbol is "{" && _dialect.PerlQuoting && value.Kind == CodeValueKind.Name && value.Text[0] == '$' || symbol is "{" && _dialect.PerlQuoting && Is(Previous(), "->"))
            {
                _at++;
                value = Index(Resolve(value), Items("}"), ref receiver, ref method);
            }
            else if (IsBareCall(value, token))
            {
                value = Call(Resolve(value), receiver, method, BareArguments());
                method = null;
            }
            else
            {
                break;
            }
        }

        Uncalled(ref value, receiver, method);
        return value.Kind == CodeValueKind.Name && !Is(Peek(), "=") && !Is(Peek(), "+=") && !Is(Peek(), ".=") ? Resolve(value) : value;
    }

    private CodeToken Previous() => _at > 0 && _tokens.Count > 0 ? _tokens[Math.Min(_at, _tokens.Count) - 1] : default;

    private bool IsMember(ReadOnlySpan<char> symbol) => symbol is "->" or "::" or "?." or "&." || symbol is "." && _dialect.Joins != "." || symbol is ":" && _dialect.LongBrackets;

    /// <summary>In Ruby and Perl a method is called without brackets too.</summary>
    private void Uncalled(ref CodeValue value, CodeValue receiver, string? method)
    {
        if (!_dialect.BareCalls || Is(Peek(), "=") || Is(Peek(), "=>"))
        {
            return;
        }

        if (method is not null && (char.IsAsciiLetterLower(method[0]) || method[0] == '_'))
        {
            value = Call(value, receiver, method, []);
        }
        else if (method is null && value.Kind == CodeValueKind.Name && char.IsAsciiLetterLower(value.Text[0]) && !_values.ContainsKey(value.Text) && _calls.Exact(value.Text) is not null)
        {
            value = Call(value, receiver, null, []);
        }
    }

    private bool IsBareCall(CodeValue value, CodeToken next)
    {
        if (_dialect.LongBrackets)
        {
            return value.Kind is CodeValueKind.Name && (next.Kind == CodeTokenKind.Text || Is(next, "{"));
        }

        if (!_dialect.BareCalls || value.Kind is not (CodeValueKind.Name or CodeValueKind.Made or CodeValueKind.Unknown) || next.Start == Previous().End && next.Kind == CodeTokenKind.Symbol || Previous().Kind != CodeTokenKind.Name)
        {
            return false;
        }

        var first = _code[Previous().Start];
        if (!char.IsAsciiLetterLower(first) && first != '_' || _values.ContainsKey(value.Text))
        {
            return false;
        }

        return next.Kind switch
        {
            CodeTokenKind.Text or CodeTokenKind.Number or CodeTokenKind.Command or CodeTokenKind.Pattern or CodeTokenKind.Words => true,
            CodeTokenKind.Name => !_dialect.KeywordSpans.Contains(Span(next)) || Span(next) is "my" or "our" or "local" or "self" or "nil" or "true" or "false" or "sub",
            CodeTokenKind.Symbol => Span(next) is "[" or "\\" or "(" or "->" || Span(next) is "{" && _calls.Exact(value.Text) is not null || Span(next) is "<" && _dialect.PerlQuoting || Span(next) is ":" or "-" or "::" or "&" or "*" && Peek(1).Start == next.End && Peek(1).Kind is CodeTokenKind.Name or CodeTokenKind.Number,
            _ => false,
        };
    }

    /// <summary>Arguments without brackets: everything to the end of the statement.</summary>
    private List<CodeArgument> BareArguments()
    {
        var items = new List<CodeArgument>();
        var first = _at;
        while (_at < _tokens.Count)
        {
            var token = Peek();
            if (token.Kind == CodeTokenKind.NewLine || token.Kind == CodeTokenKind.Symbol && Span(token) is ";" or ")" or "]" or "}" || token.Kind == CodeTokenKind.Name && _at > first && _brackets == 0 && _dialect.KeywordSpans.Contains(Span(token)))
            {
                break;
            }

            if (Is(token, "{"))
            {
                Block();
                TakeIf(",");
                continue;
            }

            Item(items);
            if (Is(Peek(), "{") || Peek().Kind is CodeTokenKind.Text or CodeTokenKind.Name && items.Count > 0 && items[^1].Value.Kind == CodeValueKind.Name && char.IsAsciiLetterUpper(items[^1].Value.Text[0]) && !_dialect.KeywordSpans.Contains(Span(Peek())))
            {
                continue;
            }

            if (!TakeIf(","))
            {
                break;
            }
        }

        return items;
    }

    /// <summary>Values up to a closing bracket, which is taken.</summary>
    private List<CodeArgument> Items(string close)
    {
        var items = new List<CodeArgument>();
        _brackets++;
        while (_at < _tokens.Count)
        {
            if (TakeIf(close))
            {
                break;
            }

            var before = _at;
            Item(items);
            var token = Peek();
            if (token.Kind is CodeTokenKind.NewLine || token.Kind == CodeTokenKind.Symbol && Span(token) is "," or ";" or ":")
            {
                _at++;
            }
            else if (_at == before)
            {
                // A bracket that closes nothing here.
                _at++;
            }
        }

        _brackets--;
        return items;
    }

    private void Item(List<CodeArgument> items)
    {
        var start = Peek().Start;
        string? name = null;
        if (Peek().Kind == CodeTokenKind.Name && Peek(1) is { Kind: CodeTokenKind.Symbol } mark && (_dialect.PythonStrings && Span(mark) is "=" || _dialect.PercentQuoting && Span(mark) is ":" && mark.Start == Peek().End))
        {
            name = Span(Peek()).ToString();
            _at += 2;
        }

        var value = Resolve(Expression());
        Touch(value);
        var end = Math.Max(start, Previous().End);
        items.Add(new CodeArgument(name, value, start, end, Is(Peek(), ",")));
    }

    private CodeValue Index(CodeValue value, List<CodeArgument> items, ref CodeValue receiver, ref string? method)
    {
        var key = items.Count == 1 ? items[0].Value : CodeValue.Unknown;
        method = null;
        if (value.IsText && items.Count > 0 && items[^1].Value is { Kind: CodeValueKind.Number, Text: "1" } && _code.AsSpan(items[0].Start, items[^1].End - items[0].Start).Contains("::-", StringComparison.Ordinal))
        {
            return CodeFolds.Reverse(value);
        }

        if (value.Kind == CodeValueKind.List && key.Kind == CodeValueKind.Number && int.TryParse(key.Text, out var at) && at < value.Items!.Count)
        {
            return value.Items[at];
        }

        if (value.Kind is CodeValueKind.Name or CodeValueKind.Made && (key.Kind == CodeValueKind.Text || key.Kind == CodeValueKind.Name && _dialect.PerlQuoting))
        {
            method = key.Text;
            receiver = value;
            return Member(value, key.Text);
        }

        Touch(value);
        return new CodeValue(value.Kind is CodeValueKind.Made or CodeValueKind.Name ? CodeValueKind.Made : CodeValueKind.Unknown, value.Kind is CodeValueKind.Made or CodeValueKind.Name ? value.Text : "") { Fetched = value.Fetched };
    }

    private CodeValue Member(CodeValue value, string name)
    {
        if (value.Kind is not (CodeValueKind.Name or CodeValueKind.Made))
        {
            return CodeValue.Unknown with { Fetched = value.Fetched };
        }

        if (_calls.Exact(value.Text) is { } meaning && IsEnvironment(meaning))
        {
            // One variable of the environment, not all of them; a method of the mapping is looked up by its own row.
            if (_calls.Exact(value.Text + "." + name) is null)
            {
                Environment(CodeValue.Of(name));
                return new CodeValue(CodeValueKind.Made, "text");
            }
        }

        var owner = value.Text.EndsWith(".__dict__", StringComparison.Ordinal) ? value.Text[..^9] : value.Text;
        var path = string.Concat(owner, ".", name);
        return new CodeValue(value.Kind, Transparent(path)) { Fetched = value.Fetched };
    }

    private string Transparent(string path)
    {
        foreach (var name in _language.Transparent)
        {
            if (path.Length > name.Length + 1 && path[name.Length] == '.' && path.StartsWith(name, StringComparison.Ordinal))
            {
                return path[(name.Length + 1)..];
            }
        }

        return path;
    }

    /// <summary>What a name stands for: a value it was given, or the module an alias names.</summary>
    private CodeValue Resolve(CodeValue value)
    {
        if (value.Kind != CodeValueKind.Name)
        {
            return value;
        }

        if (_values.TryGetValue(value.Text, out var known))
        {
            return known;
        }

        if (_unstable.Contains(value.Text))
        {
            return CodeValue.Unknown;
        }

        for (var dot = value.Text.LastIndexOf('.'); dot > 0; dot = value.Text.LastIndexOf('.', dot - 1))
        {
            if (_values.TryGetValue(value.Text[..dot], out known) && known.Kind is CodeValueKind.Name or CodeValueKind.Made && known.Text != value.Text[..dot])
            {
                return new CodeValue(known.Kind, known.Text + value.Text[dot..]) { Fetched = known.Fetched };
            }
        }

        return value;
    }
}
