using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>Commands: their words, redirections, and which of them is a cmdlet, a function or a program.</summary>
internal sealed partial class PowerShellReader
{
    /// <summary>Names that are aliases on Windows and programs elsewhere.</summary>
    private static readonly string[] Programs =
        ["cat", "cp", "curl", "diff", "kill", "ls", "man", "mount", "mv", "ps", "rm", "rmdir", "sleep", "sort", "tee", "wget", "clear", "mkdir", "dir", "type", "write", "history", "split"];

    /// <summary>What the call operator runs: a block, a name, or something computed.</summary>
    private CodeValue Called()
    {
        var value = Here is '"' or '\'' or '$' or '(' or '{' or '@' || IsSingle(Here) || IsDouble(Here) ? Value(Members(Primary())) : Bareword();
        if (value.Kind == CodeValueKind.List && value.Items is { Count: > 0 } items)
        {
            value = items[0];
        }

        if (value.IsText && value.Text.Length > 0)
        {
            return Command(value);
        }

        Words();
        if (value is not { Kind: CodeValueKind.Made, Text: "block" })
        {
            if (value.Fetched is { } url)
            {
                _reading.RunsFetched(url);
            }

            Unknown("&");
        }

        return CodeValue.Unknown;
    }

    private CodeValue Command(CodeValue name)
    {
        var input = _input;
        var words = Words();
        if (!name.IsText)
        {
            Unknown(name.Kind == CodeValueKind.Prefix ? name.Text + "…" : "a computed command");
            return CodeValue.Unknown;
        }

        var command = name.Text;
        var lower = command.ToLowerInvariant();
        lower = lower.StartsWith("microsoft.powershell.", StringComparison.Ordinal) && lower.Contains('\\', StringComparison.Ordinal) ? lower[(lower.IndexOf('\\') + 1)..] : lower;
        for (var i = 0; i < 4 && _aliases.TryGetValue(lower, out var aliased); i++)
        {
            lower = aliased.ToLowerInvariant();
        }

        if (_functions.Contains(lower) || lower.Length == 0)
        {
            return CodeValue.Unknown;
        }

        if (Special(lower, words, input) is { } value)
        {
            return value;
        }

        var isWindows = ProgramName.WithoutVersion(_label).Equals("powershell", StringComparison.OrdinalIgnoreCase);
        if ((isWindows || !Programs.Contains(lower, StringComparer.Ordinal)) && Cmdlets.Find(lower) is { } spec)
        {
            Cmdlet(spec, lower, words);
            return Output(lower, words, input);
        }

        if (lower.Contains('/', StringComparison.Ordinal) || lower.Contains('\\', StringComparison.Ordinal) || lower.EndsWith(".ps1", StringComparison.Ordinal))
        {
            _reading.Execute(Place(CodeValue.Of(command)));
            return CodeValue.Unknown;
        }

        if (Cmd.WindowsPrograms.Find(lower) is { } windows && Catalogue.Find(lower) is null)
        {
            var (label, onWindows) = (_reading.Label, words.Select(word => word.Name is null ? Word(word.Value) : ShellWord.Known(word.Written, _span)).ToArray());
            _reading.Label = lower;
            SpecReader.Read(windows, onWindows, _reading);
            _reading.Label = label;
            return CodeValue.Unknown;
        }

        // The names of programs do not care for case where PowerShell is at home.
        var program = Catalogue.Find(command) is null && Catalogue.Find(lower) is not null ? lower : command;
        var native = new List<ShellWord> { ShellWord.Known(program, _span) };
        foreach (var word in words)
        {
            native.Add(word.Name is null ? Word(word.Value) : ShellWord.Known(word.Written, _span));
        }

        _reading.Nested(native, _label);
        return CodeValue.Unknown;
    }

    /// <summary>The value a cmdlet hands on, as far as it matters for what is run later.</summary>
    private static CodeValue Output(string name, List<PowerShellWord> words, CodeValue input) => name switch
    {
        "write-output" or "write-host" or "echo" or "write" or "join-string" => words.Find(static word => word.Name is null) is { } word ? word.Value : input,
        "invoke-webrequest" or "iwr" or "wget" or "curl" or "invoke-restmethod" or "irm" =>
            CodeValue.Unknown with { Fetched = words.Find(static word => word.Name is null && word.Value.IsText && word.Value.Text.Contains(':', StringComparison.Ordinal)) is { } url ? url.Value.Text : words.Find(static word => word.Name is null)?.Value.Text ?? "an address" },
        "get-content" or "gc" or "cat" or "type" => CodeValue.Unknown,
        _ => input with { Kind = CodeValueKind.Unknown, Text = "" },
    };

    private void Cmdlet(ProgramSpec spec, string name, List<PowerShellWord> words)
    {
        var arguments = new List<ShellWord>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Name is null)
            {
                foreach (var item in word.Value.Kind == CodeValueKind.List ? word.Value.Items! : [word.Value])
                {
                    arguments.Add(Place(item));
                }

                continue;
            }

            switch (PowerShellWord.Common(word.Name))
            {
                case 1:
                    // The value of a parameter that every cmdlet has.
                    i++;
                    continue;
                case 0:
                    continue;
            }

            var parameter = "--" + word.Name.ToLowerInvariant() switch { "r" => "recurse", "rec" => "recurse", "f" => "force", "p" => "path", "u" => "uri", "o" => "outfile", "i" => "infile", "n" => "name", "l" => "literalpath", "d" => "destination", "pspath" or "lp" => "literalpath", var given => given };
            arguments.Add(ShellWord.Known(parameter, _span));
        }

        var (label, directory) = (_reading.Label, _reading.Directory);
        _reading.Label = _label + " " + name;
        _reading.IsRecursive = false;
        SpecReader.Read(spec, arguments, _reading);
        _reading.IsRecursive = false;
        _reading.Label = label;
        if (name is not ("set-location" or "cd" or "chdir" or "sl" or "push-location" or "pushd"))
        {
            _reading.Directory = directory;
        }
    }

    /// <summary>A word that may be a path: separators of both kinds, the home folder, patterns.</summary>
    private ShellWord Place(CodeValue value)
    {
        if (!value.IsText)
        {
            return Word(value);
        }

        var text = value.Text;
        if (text.Contains('\\', StringComparison.Ordinal) && !WindowsPath.Is(text))
        {
            text = text.Replace('\\', '/');
        }

        if (text is "~" || text.StartsWith("~/", StringComparison.Ordinal))
        {
            text = (_reading.Context.Home ?? "~") + text[1..];
        }

        var pattern = text.AsSpan().IndexOfAny('*', '?');
        return pattern >= 0 && !text.Contains("://", StringComparison.Ordinal) ? new ShellWord(text, false, text[..pattern], true, _span) : ShellWord.Known(text, _span);
    }

    private List<PowerShellWord> Words()
    {
        var words = new List<PowerShellWord>();
        while (_at < _text.Length)
        {
            Blanks(lines: false);
            if (Here is '\0' or '\n' or '|' or ';' or ')' or '}' or ']' || Here == '&' && Next != '\'' && Next != '"')
            {
                break;
            }

            var before = _at;
            if (Here == '>' || Here == '<' || (char.IsAsciiDigit(Here) || Here == '*') && Next == '>')
            {
                Redirect();
            }
            else if (PowerShellProgram.IsDash(Here) && (char.IsLetter(Next) || Next == '?'))
            {
                Parameter(words);
            }
            else
            {
                words.Add(new PowerShellWord(null, ArgumentList(), ""));
            }

            if (_at == before)
            {
                _at++;
            }
        }

        return words;
    }

    private void Parameter(List<PowerShellWord> words)
    {
        var start = _at++;
        while (_at < _text.Length && (char.IsLetterOrDigit(Here) || Here is '_' or '-' or '?' || Here == '`'))
        {
            _at++;
        }

        var name = _text[(start + 1).._at].Replace("`", "", StringComparison.Ordinal);
        if (Here == ':')
        {
            _at++;
            Blanks(lines: false);
            var attached = Argument();
            if (attached is { Kind: CodeValueKind.Name } && attached.Text.Equals("$false", StringComparison.OrdinalIgnoreCase))
            {
                return;
            }

            words.Add(new PowerShellWord(name, CodeValue.Unknown, _text[start.._at]));
            if (attached is not { Kind: CodeValueKind.Name })
            {
                words.Add(new PowerShellWord(null, attached, ""));
            }

            return;
        }

        // A program's own options can look like anything: they are kept as written.
        while (_at < _text.Length && !EndsWord(Here) && Here is not ('"' or '\'' or '$'))
        {
            _at++;
        }

        words.Add(new PowerShellWord(name, CodeValue.Unknown, _text[start.._at]));
    }

    private CodeValue ArgumentList()
    {
        var first = Value(Argument());
        Blanks(lines: false);
        if (Here != ',')
        {
            return first;
        }

        var items = new List<CodeValue> { first };
        while (Here == ',')
        {
            _at++;
            Blanks(lines: true);
            items.Add(Value(Argument()));
            Blanks(lines: false);
        }

        return new CodeValue(CodeValueKind.List, ",", items);
    }

    private CodeValue Argument()
    {
        if (Here is '$' or '(' or '@' or '{' || IsSingle(Here) || IsDouble(Here) || Here == '[' && TypeAhead())
        {
            var value = Here == '[' ? Unary() : Members(Primary());
            return EndsWord(Here) ? value : CodeValue.Join(Value(value), Bareword());
        }

        return Bareword();
    }

    private bool TypeAhead()
    {
        var close = _text.IndexOf(']', _at);
        return close > 0 && close + 1 < _text.Length && _text[close + 1] is ':' or '$' or '\'' or '"' or '(';
    }

    private void Redirect()
    {
        while (Here is '>' or '<' or '*' or '&' or (>= '0' and <= '9'))
        {
            _at++;
        }

        Blanks(lines: false);
        if (EndsWord(Here) && Here != '(')
        {
            return;
        }

        var target = Value(Argument());
        if (target is not { Kind: CodeValueKind.Text, Text: "" })
        {
            _reading.Path(EffectKind.Write, target.IsText ? Place(target) : Word(target));
        }
    }
}
