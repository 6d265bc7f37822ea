namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>Values of calls, files that are opened, and the environment.</summary>
internal sealed partial class CodeReader
{
    private CodeValue Result(CallResult result, CodeValue receiver, List<CodeArgument> arguments)
    {
        var value = At(result.Argument, receiver, arguments);
        switch (result.Fold)
        {
            case "fetched":
                return CodeValue.Unknown with { Fetched = value.IsText || value.Kind == CodeValueKind.Prefix ? value.Text : value.Fetched ?? "an address" };
            case "module":
                return value.Kind == CodeValueKind.Text ? Import(value.Text.StartsWith("node:", StringComparison.Ordinal) ? value.Text[5..] : value.Text) : CodeValue.Unknown;
            case "member":
                var name = At(result.Argument + 1, receiver, arguments);
                return value.Kind is CodeValueKind.Name or CodeValueKind.Made && name.Kind == CodeValueKind.Text ? Resolve(Member(value, name.Text)) : CodeValue.Unknown;
            case "named":
                return value.Kind == CodeValueKind.Text ? Resolve(CodeValue.Named(value.Text)) : CodeValue.Unknown;
            default:
                return CodeFolds.Fold(result.Fold, value, receiver, arguments);
        }
    }

    private static bool IsEnvironment(CallMeaning meaning) => meaning.Steps is [{ Verb: "environment" }];

    private void Environment(CodeValue name)
    {
        if (name.Kind != CodeValueKind.Text)
        {
            _reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, "environment");
            return;
        }

        if (SecretNames.IsSecret(name.Text))
        {
            _reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, name.Text);
        }
    }

    private void Open(CodeValue path, CodeValue mode, List<CodeArgument> arguments)
    {
        if (_dialect.PerlQuoting)
        {
            OpenHandle(arguments);
            return;
        }

        if (_dialect.PercentQuoting && path.Kind is CodeValueKind.Text or CodeValueKind.Prefix && path.Text.StartsWith('|'))
        {
            Script(path with { Text = path.Text[1..] });
            return;
        }

        foreach (var argument in arguments)
        {
            mode = argument.Name == "mode" ? argument.Value : mode;
        }

        if (path.Kind == CodeValueKind.Number)
        {
            return;
        }

        if (path.IsText && path.Text.Contains("://", StringComparison.Ordinal) && !path.Text.StartsWith("file:", StringComparison.Ordinal))
        {
            // PHP opens addresses and its own streams as if they were files.
            if (!path.Text.StartsWith("php://", StringComparison.Ordinal))
            {
                _reading.Apply(Role.Fetch, Word(path));
            }

            return;
        }

        var word = path.Kind == CodeValueKind.Unknown ? new ShellWord("open(…)", false, "", false, _span) : Word(path);
        var text = mode.IsText ? mode.Text : mode.Kind == CodeValueKind.Unknown && arguments.Count < 2 ? "r" : null;
        if (text is null)
        {
            _reading.Path(EffectKind.Read, word);
            _reading.Path(EffectKind.Write, word, possible: true);
            return;
        }

        if (text.AsSpan().ContainsAny("wax+"))
        {
            _reading.Path(EffectKind.Write, word);
        }

        if (text.Contains('r', StringComparison.Ordinal) || text.Contains('+', StringComparison.Ordinal) || !text.AsSpan().ContainsAny("wax"))
        {
            _reading.Path(EffectKind.Read, word);
        }
    }

    /// <summary>Perl's open: the mode is part of the text or an argument of its own, and a bar makes it a command.</summary>
    private void OpenHandle(List<CodeArgument> arguments)
    {
        var mode = arguments.Count > 1 ? arguments[1].Value : CodeValue.Unknown;
        var rest = arguments.Count > 2 ? arguments[2].Value : mode;
        if (mode.Kind is not (CodeValueKind.Text or CodeValueKind.Prefix))
        {
            _reading.Execute(Certainty.Unknown, _label + " open");
            return;
        }

        var text = mode.Text.Trim();
        var own = arguments.Count > 2 ? rest : rest with { Text = rest.Text.Trim().Trim('|', '<', '>', '+').Trim() };
        if (text.StartsWith('|') || text.EndsWith('|'))
        {
            if (arguments.Count > 3)
            {
                _reading.Nested(arguments.Skip(2).Select(argument => Word(argument.Value)).ToArray(), _label);
            }
            else
            {
                Script(own);
            }
        }
        else
        {
            var writes = text.StartsWith('>') || text.StartsWith('+');
            _reading.Path(writes ? EffectKind.Write : EffectKind.Read, Word(own));
        }
    }
}
