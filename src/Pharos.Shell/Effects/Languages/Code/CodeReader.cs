namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>
/// Reads what code given on a command line would do. It follows names through imports and simple assignments, folds texts that are put together from known parts, and looks
/// every call up in the language's table. It does not run loops or branches: what stands on a branch counts, and a value that may differ is not known.
/// </summary>
internal sealed partial class CodeReader
{
    private const int LongestCode = 100_000;
    private const int DeepestNesting = 64;
    private const int DeepestCode = 6;
    private const int MostUnknownCalls = 16;
    private const int MostEffects = 400;

    private readonly CodeLanguage _language;
    private readonly CodeDialect _dialect;
    private readonly CallTable _calls;
    private readonly ReadingBuilder _reading;
    private readonly SourceSpan _span;
    private readonly Dictionary<string, CodeValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unstable = new(StringComparer.Ordinal);
    private readonly string _label;
    private string _code = "";
    private List<CodeToken> _tokens = [];
    private int _at;
    private int _depth;
    private int _codeDepth;
    private int _brackets;
    private int _unknownCalls;
    private bool _branches;

    public CodeReader(CodeLanguage language, ReadingBuilder reading, SourceSpan span)
    {
        _language = language;
        _dialect = language.Dialect;
        _calls = language.Calls;
        _reading = reading;
        _span = span;
        var space = reading.Label.IndexOf(' ');
        _label = space < 0 ? reading.Label : reading.Label[..space];
    }

    /// <summary>Reads a whole program.</summary>
    public void Read(string code)
    {
        if (code.Length > LongestCode)
        {
            _reading.UnknownPart(_span, $"the {_label} code is longer than is analysed");
            _reading.Execute(Certainty.Unknown, _label + " code");
            return;
        }

        Run(code, 0, code.Length);
    }

    /// <summary>Reads a range of code inside the code that is being read, or a text that it runs.</summary>
    private CodeValue Run(string code, int from, int to)
    {
        if (_codeDepth >= DeepestCode)
        {
            _reading.UnknownPart(_span, $"the {_label} code holds code inside code deeper than is analysed");
            return CodeValue.Unknown;
        }

        var (outerCode, tokens, at, brackets) = (_code, _tokens, _at, _brackets);
        (_code, _tokens, _at, _brackets) = (code, new CodeLexer(code, from, to, _dialect).Read(), 0, 0);
        _codeDepth++;
        FindUnstable();
        var onBranch = _reading.OnBranch;
        _reading.OnBranch |= _branches;
        var value = CodeValue.Unknown;
        var statements = 0;
        while (_at < _tokens.Count)
        {
            var before = _at;
            value = Statement();
            statements += _at > before ? 1 : 0;
            if (_at == before)
            {
                _at++;
            }
        }

        _reading.OnBranch = onBranch;
        _codeDepth--;
        (_code, _tokens, _at, _brackets) = (outerCode, tokens, at, brackets);
        return statements == 1 ? value : CodeValue.Unknown;
    }

    public CodeToken Peek(int offset = 0) => _at + offset < _tokens.Count ? _tokens[_at + offset] : new CodeToken(CodeTokenKind.End, _code.Length, _code.Length);

    public void Skip() => _at++;

    public ReadOnlySpan<char> Span(CodeToken token) => _code.AsSpan(token.Start, token.End - token.Start);

    public bool Is(CodeToken token, string text) => token.Kind is CodeTokenKind.Symbol or CodeTokenKind.Name && Span(token).SequenceEqual(text);

    public bool TakeIf(string text)
    {
        if (!Is(Peek(), text))
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Takes a name with its dots; null when none stands here.</summary>
    public string? TakePath()
    {
        if (Peek().Kind != CodeTokenKind.Name)
        {
            return null;
        }

        var path = Span(Peek()).ToString();
        _at++;
        while (Peek() is { Kind: CodeTokenKind.Symbol } dot && Span(dot) is "." or "::" or "\\" && Peek(1).Kind == CodeTokenKind.Name)
        {
            path = string.Concat(path, ".", Span(Peek(1)));
            _at += 2;
        }

        return path;
    }

    /// <summary>Lets a name stand for a value from here on.</summary>
    public void Bind(string name, CodeValue value) => _values[name] = value;

    /// <summary>Notes a function or class of the code's own: its body is read where it stands, so a call of it adds nothing.</summary>
    public void Define(string name) => _defined.Add(name);

    /// <summary>Loads a module: what it does when loaded is known only for the well-known ones.</summary>
    public CodeValue Import(string module)
    {
        var dot = module.IndexOf('.');
        var root = dot < 0 ? module : module[..dot];
        foreach (var place in _language.Shadows)
        {
            // Interpreters look in the working directory first, so a file there takes a well-known name.
            if (_reading.Directory is not null && _reading.PathOf(place.Replace("?", root, StringComparison.Ordinal)) is var path && _reading.Context.Files.Look(path).Kind == FileKind.File)
            {
                _reading.Add(EffectKind.Execute, Certainty.Certain, TargetKind.Path, path);
                return CodeValue.Named(module);
            }
        }

        if (module.EndsWith(".json", StringComparison.Ordinal))
        {
            _reading.Path(EffectKind.Read, ShellWord.Known(module, _span));
        }
        else if (module.Length > 0 && module[0] is '.' or '/')
        {
            _reading.Execute(ShellWord.Known(module, _span));
        }
        else if (!_calls.Modules.Contains(module) && !_calls.Modules.Contains(root))
        {
            _reading.Execute(Certainty.Unknown, $"{_label} import {module}");
        }

        return CodeValue.Named(module);
    }

    /// <summary>
    /// Finds names whose value cannot be followed: assigned by taking several apart at once, or more than once where branches or loops decide which assignment holds.
    /// </summary>
    private void FindUnstable()
    {
        HashSet<string>? assigned = null;
        for (var i = 0; i < _tokens.Count; i++)
        {
            var token = _tokens[i];
            if (token.Kind == CodeTokenKind.Name)
            {
                _branches |= Span(token) is "if" or "for" or "while" or "def" or "lambda" or "function" or "unless" or "until" or "foreach" or "sub" or "case" or "switch" or "try" or "each" or "do" or "elsif";
                continue;
            }

            if (token.Kind != CodeTokenKind.Symbol || _code[token.End - 1] != '=' || Span(token) is "==" or "!=" or "<=" or ">=" or "===" or "!==" || i == 0)
            {
                continue;
            }

            var before = _tokens[i - 1];
            if (before.Kind == CodeTokenKind.Name && (i < 2 || !IsListed(_tokens[i - 2])))
            {
                var name = Span(before).ToString();
                assigned ??= new(StringComparer.Ordinal);
                if (!assigned.Add(name) && _branches || token.End - token.Start > 1 && _branches)
                {
                    _unstable.Add(name);
                }

                continue;
            }

            for (var j = i - 1; j >= 0 && (_tokens[j].Kind == CodeTokenKind.Name || IsListed(_tokens[j])); j--)
            {
                if (_tokens[j].Kind == CodeTokenKind.Name)
                {
                    _unstable.Add(Span(_tokens[j]).ToString());
                }
            }
        }
    }

    private bool IsListed(CodeToken token) => token.Kind == CodeTokenKind.Symbol && _code[token.Start] is ',' or '(' or ')' or '[' or ']' or '{' or '}' or '*' && token.End == token.Start + 1;
}
