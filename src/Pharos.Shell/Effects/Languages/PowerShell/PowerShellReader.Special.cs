using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>Cmdlets that run something, and those whose arguments change what later ones mean.</summary>
internal sealed partial class PowerShellReader
{
    private CodeValue? Special(string name, List<PowerShellWord> words, CodeValue input)
    {
        switch (name)
        {
            case "invoke-expression" or "iex":
                var code = words.Find(static word => word.Name is null)?.Value ?? input;
                RunText(code.Fetched is null && input.Fetched is not null && !code.IsText ? code with { Fetched = input.Fetched } : code, "Invoke-Expression");
                return CodeValue.Unknown;
            case "start-process" or "saps" or "start":
                StartProcess(words);
                return CodeValue.Unknown;
            case "new-object":
                return NewObject(words);
            case "invoke-command" or "icm":
                InvokeCommand(words);
                return CodeValue.Unknown;
            case "set-alias" or "sal" or "new-alias" or "nal":
                var values = words.Where(static word => word.Name is null && word.Value.IsText).Select(static word => word.Value.Text).ToArray();
                if (values.Length > 1 && _aliases.Count < 100)
                {
                    _aliases[values[0].ToLowerInvariant()] = values[1];
                }
                else
                {
                    Unknown(name);
                }

                return CodeValue.Unknown;
            case "set-variable" or "sv" or "new-variable" or "nv":
                if (words.Where(static word => word.Name is null).ToArray() is [{ Value.IsText: true } variable, var assigned])
                {
                    Assign("$" + variable.Value.Text, assigned.Value);
                }

                return CodeValue.Unknown;
            case "get-variable" or "gv":
                return words.Find(static word => word.Name is null) is { Value.IsText: true } named ? Value(CodeValue.Named("$" + named.Value.Text)) : CodeValue.Unknown;
            case "set-item" or "si" when words.Find(static word => word.Name is null) is { Value.IsText: true } item && (item.Value.Text.StartsWith("env:", StringComparison.OrdinalIgnoreCase) || item.Value.Text.StartsWith("alias:", StringComparison.OrdinalIgnoreCase)
                || item.Value.Text.StartsWith("function:", StringComparison.OrdinalIgnoreCase)):
                Unknown(name + " " + item.Value.Text);
                return CodeValue.Unknown;
            case "get-childitem" or "gci" or "dir" or "ls" or "get-item" or "gi" or "get-content" or "gc" when words.Exists(static word => word.Name is null && word.Value.IsText && word.Value.Text.StartsWith("env:", StringComparison.OrdinalIgnoreCase)):
                _reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, "environment");
                return CodeValue.Unknown;
            case "exit" or "break" or "continue":
                return CodeValue.Unknown;
            default:
                return null;
        }
    }

    private void StartProcess(List<PowerShellWord> words)
    {
        var values = new List<CodeValue>();
        for (var i = 0; i < words.Count; i++)
        {
            var name = words[i].Name?.ToLowerInvariant();
            if (name is null)
            {
                values.Add(words[i].Value);
                continue;
            }

            var next = i + 1 < words.Count && words[i + 1].Name is null ? words[i + 1].Value : CodeValue.Unknown;
            if (name is "verb" && next.IsText && next.Text.Equals("runas", StringComparison.OrdinalIgnoreCase))
            {
                _reading.Add(EffectKind.Escalate, Certainty.Certain, TargetKind.Program, _label + " Start-Process");
            }

            if (name is "verb" or "workingdirectory" or "windowstyle" or "credential" || name.StartsWith("redirect", StringComparison.Ordinal))
            {
                if (name.StartsWith("redirect", StringComparison.Ordinal))
                {
                    _reading.Path(name.EndsWith("input", StringComparison.Ordinal) ? EffectKind.Read : EffectKind.Write, Place(next));
                }

                i++;
            }
        }

        Start(values);
    }

    /// <summary>Starts a program: its arguments are a list, or one text that it splits itself.</summary>
    private void Start(List<CodeValue> values)
    {
        if (values.Count == 0 || !values[0].IsText)
        {
            Unknown("Start-Process");
            return;
        }

        var text = values[0].Text;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            _reading.Apply(Role.Url, ShellWord.Known(text, _span));
            return;
        }

        var words = new List<ShellWord> { Catalogue.Find(text) is null && Catalogue.Find(text.ToLowerInvariant()) is not null ? ShellWord.Known(text.ToLowerInvariant(), _span) : Place(values[0]) };
        foreach (var value in values.Skip(1))
        {
            foreach (var item in value.Kind == CodeValueKind.List ? value.Items! : [value])
            {
                if (item.IsText && value.Kind != CodeValueKind.List)
                {
                    words.AddRange(item.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => ShellWord.Known(part.Trim('"', '\''), _span)));
                }
                else
                {
                    words.Add(Word(item));
                }
            }
        }

        _reading.Nested(words, _label);
    }

    private CodeValue NewObject(List<PowerShellWord> words)
    {
        var values = words.Where(static word => word.Name is null).Select(static word => word.Value).ToArray();
        if (values.Length == 0 || !values[0].IsText)
        {
            Unknown("New-Object");
            return CodeValue.Unknown;
        }

        var type = values[0].Text.ToLowerInvariant();
        type = type.StartsWith("system.", StringComparison.Ordinal) ? type[7..] : type;
        if (words.Exists(static word => word.Name is { } name && name.StartsWith("com", StringComparison.OrdinalIgnoreCase)))
        {
            // A COM object can run anything; what is called on it is read by name.
            if (type is not ("shell.application" or "wscript.shell" or "excel.application" or "word.application" or "msxml2.xmlhttp" or "sapi.spvoice" or "scripting.filesystemobject"))
            {
                Unknown("New-Object -ComObject " + type);
            }

            return new CodeValue(CodeValueKind.Made, type);
        }

        var arguments = values.Length < 2 ? [] : values[1].Kind == CodeValueKind.List ? values[1].Items!.Select(static item => new CodeArgument(null, item, 0, 0, true)).ToList() : values.Skip(1).Select(static item => new CodeArgument(null, item, 0, 0, true)).ToList();
        if (Calls.Find(type + ".new") is null)
        {
            Unknown("New-Object " + type);
            return new CodeValue(CodeValueKind.Made, type);
        }

        Invoke(CodeValue.Named(type), "new", arguments);
        return new CodeValue(CodeValueKind.Made, type);
    }

    private void InvokeCommand(List<PowerShellWord> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var name = words[i].Name?.ToLowerInvariant() ?? "";
            var next = i + 1 < words.Count && words[i + 1].Name is null ? words[i + 1].Value : CodeValue.Unknown;
            if (name is "cn" or "session" || name.StartsWith("computer", StringComparison.Ordinal) || name.StartsWith("host", StringComparison.Ordinal) || name.StartsWith("conn", StringComparison.Ordinal))
            {
                _reading.Apply(Role.Host, Word(next));
                _reading.Execute(Certainty.Possible, _label + " Invoke-Command");
            }
            else if (name.StartsWith("file", StringComparison.Ordinal))
            {
                _reading.Execute(Place(next));
            }
            else if (name.Length == 0 && words[i].Value is not ({ Kind: CodeValueKind.Made, Text: "block" } or { IsText: true } or { Kind: CodeValueKind.List }))
            {
                Unknown("Invoke-Command");
            }
        }
    }
}
