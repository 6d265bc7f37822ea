namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>What calls do.</summary>
internal sealed partial class CodeReader
{
    private static readonly System.Buffers.SearchValues<char> ShellCharacters = System.Buffers.SearchValues.Create(" |;&$`<>\n");

    private CodeValue Call(CodeValue function, CodeValue receiver, string? method, List<CodeArgument> arguments)
    {
        if (function.Kind == CodeValueKind.Text && _dialect.Sigils.Length > 0)
        {
            // $f = "system"; $f(…) calls by name.
            function = CodeValue.Named(function.Text);
        }

        var fetched = function.Fetched ?? receiver.Fetched;
        foreach (var argument in arguments)
        {
            fetched ??= argument.Value.Fetched;
        }

        if (function.Kind == CodeValueKind.Made && function.Text == "function" || function.Kind == CodeValueKind.Name && _defined.Contains(function.Text) || method is not null && _defined.Contains(method))
        {
            return CodeValue.Unknown with { Fetched = fetched };
        }

        var path = function.Kind is CodeValueKind.Name or CodeValueKind.Made ? function.Text : null;
        var meaning = path is null ? null : _calls.Find(path);
        if (meaning is null && method is not null && !(function.Kind == CodeValueKind.Name && IsModule(path!)))
        {
            meaning = Method(method);
        }

        if (meaning is null)
        {
            UnknownCall(path ?? method ?? "a computed function");
            return CodeValue.Unknown with { Fetched = fetched };
        }

        Apply(meaning, receiver, arguments, path ?? method!);
        var value = meaning.Result is { } result ? Result(result, receiver, arguments) : new CodeValue(CodeValueKind.Made, path ?? method!);
        return value.Fetched is null ? value with { Fetched = fetched } : value;
    }

    private bool IsModule(string path)
    {
        var dot = path.IndexOf('.');
        return dot > 0 && _calls.Modules.Contains(path[..dot]);
    }

    private CallMeaning? Method(string name)
    {
        Span<char> dotted = stackalloc char[64];
        if (name.Length + 1 > dotted.Length)
        {
            return null;
        }

        dotted[0] = '.';
        name.CopyTo(dotted[1..]);
        return _calls.Exact(dotted[..(name.Length + 1)]);
    }

    private void UnknownCall(string name)
    {
        if (++_unknownCalls <= MostUnknownCalls)
        {
            _reading.Execute(Certainty.Unknown, $"{_label} {(name.Length > 80 ? name[..80] : name)}()");
        }
    }

    /// <summary>A function that is named but not called here is handed on to something that may call it with anything.</summary>
    private void Touch(CodeValue value)
    {
        if (value.Kind == CodeValueKind.Name && !_values.ContainsKey(value.Text) && !_defined.Contains(value.Text) && _calls.Find(value.Text) is { IsHarmless: false } meaning)
        {
            Apply(meaning, CodeValue.Unknown, [], value.Text);
        }
    }

    private void Apply(CallMeaning meaning, CodeValue receiver, List<CodeArgument> arguments, string name)
    {
        if (meaning.IsHarmless)
        {
            return;
        }

        if (_reading.Effects.Count > MostEffects)
        {
            _reading.UnknownPart(_span, $"the {_label} code does more than is analysed");
            _at = _tokens.Count;
            return;
        }

        foreach (var effect in meaning.Does)
        {
            _reading.Done([effect.Target is null && effect.Kind is EffectKind.Execute ? effect with { Target = $"{_label} {name}" } : effect]);
        }

        foreach (var step in meaning.Steps)
        {
            Step(step, receiver, arguments, name);
        }
    }

    private void Step(CallStep step, CodeValue receiver, List<CodeArgument> arguments, string name)
    {
        var value = At(step.Argument, receiver, arguments);
        switch (step.Verb)
        {
            case null when step.IsRest:
                foreach (var argument in arguments.Skip(step.Argument))
                {
                    Apply(step.Role, argument.Value, name);
                }

                break;
            case null:
                Apply(step.Role, value, name);
                break;
            case "shell":
                Script(value);
                break;
            case "argv" or "words":
                Arguments(step, value, arguments, name);
                break;
            case "code" when arguments.Count == 0 && Is(Previous(), "}"):
                // A block after eval only catches its errors.
                break;
            case "code":
                Code(value, name);
                break;
            case "open":
                Open(value, At(step.Second, receiver, arguments), arguments);
                break;
            case "import":
                if (value.Kind != CodeValueKind.Text)
                {
                    _reading.Execute(Certainty.Unknown, $"{_label} {name}");
                }

                break;
            case "sql":
                if (value.Kind == CodeValueKind.Text)
                {
                    SqlScanner.Scan(ShellWord.Known(value.Text, _span), _reading);
                }
                else
                {
                    _reading.Execute(Certainty.Unknown, $"{_label} {name}");
                }

                break;
            case "environment":
                Environment(value);
                break;
            case "process":
                _reading.Apply(Role.Process, Word(value));
                break;
        }
    }

    private static CodeValue At(int position, CodeValue receiver, List<CodeArgument> arguments)
    {
        if (position == -1)
        {
            return receiver;
        }

        var at = 0;
        foreach (var argument in arguments)
        {
            if (argument.Name is null or "args" or "path" or "url" or "file" or "cmd" or "command" or "name" or "source" or "mode" && at++ == position)
            {
                return argument.Value;
            }
        }

        return CodeValue.Unknown;
    }

    private void Apply(Role role, CodeValue value, string name)
    {
        if (value.Kind == CodeValueKind.List && value.Items is { Count: > 0 } items)
        {
            if (role is Role.Host)
            {
                _reading.Apply(role, Word(items.Count > 1 ? CodeValue.Join(CodeValue.Join(items[0], CodeValue.Of(":")), items[1]) : items[0]));
                return;
            }

            foreach (var item in items)
            {
                _reading.Apply(role, Word(item));
            }

            return;
        }

        _reading.Apply(role, value.Kind == CodeValueKind.Unknown ? new ShellWord(name + "(…)", false, "", false, _span) : Word(value));
    }

    private ShellWord Word(CodeValue value) => value.Kind switch
    {
        CodeValueKind.Text or CodeValueKind.Number => ShellWord.Known(value.Text, _span),
        CodeValueKind.Prefix => new ShellWord(value.Text + "…", false, value.Text, false, _span),
        CodeValueKind.Name => new ShellWord(value.Text, false, "", false, _span),
        _ => new ShellWord("…", false, "", false, _span),
    };

    private void Script(CodeValue value)
    {
        if (value.Fetched is { } url)
        {
            _reading.RunsFetched(url);
        }

        _reading.HasCode = true;
        if (value.Kind is CodeValueKind.Text or CodeValueKind.Prefix)
        {
            _reading.Script(Word(value), _label + " code");
        }

        if (value.Kind != CodeValueKind.Text)
        {
            _reading.Execute(Certainty.Unknown, _label + " shell");
        }
    }

    /// <summary>A program with its arguments, as one list or one by one.</summary>
    private void Arguments(CallStep step, CodeValue value, List<CodeArgument> arguments, string name)
    {
        var values = new List<CodeValue>();
        if (value.Kind == CodeValueKind.List && (step.Verb == "argv" || arguments.Count == 1))
        {
            values.AddRange(value.Items!);
        }
        else if (step.Second >= 0)
        {
            values.Add(value);
            foreach (var argument in arguments.Skip(step.Second))
            {
                if (argument.Value.Kind == CodeValueKind.List)
                {
                    values.AddRange(argument.Value.Items!);
                }
                else if (step.Verb == "words")
                {
                    values.Add(argument.Value);
                }
            }
        }
        else
        {
            values.Add(value);
        }

        // One text with spaces, or one that is said to be for a shell, is a command line.
        if (values is [{ IsText: true } line] && (line.Text.AsSpan().ContainsAny(ShellCharacters) || arguments.Exists(static argument => argument.Name == "shell")) || values is [{ Kind: CodeValueKind.Prefix }])
        {
            Script(values[0]);
            return;
        }

        if (values.Count == 0 || !values[0].IsText)
        {
            if (value.Fetched is { } url)
            {
                _reading.RunsFetched(url);
            }

            _reading.Execute(Certainty.Unknown, $"{_label} {name}");
            return;
        }

        _reading.HasCode = true;
        _reading.Nested(values.ConvertAll(Word), _label);
    }

    /// <summary>A file whose code is run.</summary>
    public void RunFile(CodeValue path) => Apply(Role.Script, path, "include");

    private void Code(CodeValue value, string name)
    {
        if (value.Fetched is { } url)
        {
            _reading.RunsFetched(url);
        }

        if (value.Kind == CodeValueKind.Text)
        {
            Run(value.Text, 0, value.Text.Length);
        }
        else if (!(value.Kind == CodeValueKind.Made && value.Text == "function"))
        {
            _reading.Execute(Certainty.Unknown, $"{_label} {name}");
        }
    }
}
