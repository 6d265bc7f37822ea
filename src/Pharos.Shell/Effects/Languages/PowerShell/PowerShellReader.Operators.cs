using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>Operators that are words, and calls of .NET members.</summary>
internal sealed partial class PowerShellReader
{
    private static readonly System.Buffers.SearchValues<char> PatternCharacters = System.Buffers.SearchValues.Create(@"\[](){}.*+?^$|");

    private CodeValue Operator(CodeValue left)
    {
        var start = ++_at;
        while (char.IsLetter(Here))
        {
            _at++;
        }

        var name = _text[start.._at].ToLowerInvariant();
        Blanks(lines: true);
        var right = Value(Unary());
        Blanks(lines: false);
        while (Here == ',' && name is "f" or "replace" or "creplace" or "ireplace" or "join" or "split")
        {
            _at++;
            Blanks(lines: true);
            var items = right.Kind == CodeValueKind.List ? new List<CodeValue>(right.Items!) : [right];
            items.Add(Value(Unary()));
            right = new CodeValue(CodeValueKind.List, ",", items);
            Blanks(lines: false);
        }

        switch (name)
        {
            case "join":
                return CodeFolds.Fold("join", right, left, []);
            case "f" when left.IsText:
                return Formatted(left.Text, right.Kind == CodeValueKind.List ? right.Items! : [right]);
            case "replace" or "creplace" or "ireplace" when left.IsText && right.Kind == CodeValueKind.List && right.Items!.Count == 2 && right.Items[0].IsText && right.Items[1].IsText && right.Items[0].Text.Length > 0:
                return right.Items[0].Text.AsSpan().ContainsAny(PatternCharacters) ? CodeValue.Unknown : CodeValue.Of(left.Text.Replace(right.Items[0].Text, right.Items[1].Text, StringComparison.OrdinalIgnoreCase));
            case "split" when left.IsText && right.IsText && right.Text.Length > 0:
                return new CodeValue(CodeValueKind.List, "", left.Text.Split(right.Text).Select(CodeValue.Of).ToArray());
            case "as":
                return left;
            default:
                return CodeValue.Unknown with { Fetched = left.Fetched ?? right.Fetched };
        }
    }

    private static CodeValue Formatted(string format, IReadOnlyList<CodeValue> values)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '{' && i + 2 < format.Length && format.IndexOf('}', i, Math.Min(4, format.Length - i)) is var close and > 0 && int.TryParse(format.AsSpan(i + 1, close - i - 1), out var at) && at >= 0 && at < values.Count)
            {
                if (!values[at].IsText)
                {
                    return new CodeValue(CodeValueKind.Prefix, text.ToString());
                }

                text.Append(values[at].Text);
                i = close;
            }
            else
            {
                text.Append(format[i]);
            }
        }

        return text.Length > CodeValue.LongestText ? CodeValue.Unknown : CodeValue.Of(text.ToString());
    }

    private CodeValue Invoke(CodeValue target, string name, List<CodeArgument> arguments)
    {
        if (target is { Kind: CodeValueKind.Made, Text: "block" })
        {
            return CodeValue.Unknown;
        }

        var path = target.Kind is CodeValueKind.Name or CodeValueKind.Made ? target.Text + "." + name : null;
        var meaning = (path is null ? null : Calls.Find(path)) ?? (target.Kind == CodeValueKind.Name ? null : Calls.Exact("." + name));
        var fetched = target.Fetched ?? arguments.Select(static argument => argument.Value.Fetched).FirstOrDefault(static url => url is not null);
        if (meaning is null)
        {
            Unknown(path is null ? "." + name + "()" : path + "()");
            return CodeValue.Unknown with { Fetched = fetched };
        }

        foreach (var effect in meaning.Does)
        {
            _reading.Done([effect.Target is null && effect.Kind is EffectKind.Execute ? effect with { Target = $"{_label} {path ?? name}" } : effect]);
        }

        foreach (var step in meaning.Steps)
        {
            var value = step.Argument == -1 ? target : step.Argument < arguments.Count ? arguments[step.Argument].Value : CodeValue.Unknown;
            switch (step.Verb)
            {
                case "code":
                    RunText(value, name);
                    break;
                case "words":
                    Start(arguments.Select(static argument => argument.Value).ToList());
                    break;
                case "process":
                    _reading.Apply(Role.Process, Word(value));
                    break;
                case "environment":
                    if (value.IsText && SecretNames.IsSecret(value.Text))
                    {
                        _reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, value.Text);
                    }

                    break;
                default:
                    _reading.Apply(step.Role, Word(value, path ?? name));
                    break;
            }
        }

        var result = meaning.Result is { } fold ? Result(fold, target, arguments) : new CodeValue(CodeValueKind.Made, path ?? name);
        return result.Fetched is null ? result with { Fetched = fetched } : result;
    }

    private static CodeValue Result(CallResult result, CodeValue target, List<CodeArgument> arguments)
    {
        var value = result.Argument == -1 ? target : result.Argument < arguments.Count ? arguments[result.Argument].Value : CodeValue.Unknown;
        return result.Fold switch
        {
            "fetched" => CodeValue.Unknown with { Fetched = value.IsText ? value.Text : value.Fetched ?? "an address" },
            "utf16" => value.IsText ? CodeValue.Of(value.Text.Replace("\0", "", StringComparison.Ordinal)) : CodeValue.Unknown,
            "block" => new CodeValue(CodeValueKind.Made, "block"),
            "concat" => arguments.Aggregate(CodeValue.Of(""), static (text, argument) => CodeValue.Join(text, argument.Value)),
            _ => CodeFolds.Fold(result.Fold, value, target, arguments),
        };
    }

    private ShellWord Word(CodeValue value, string name = "…") => value.Kind switch
    {
        CodeValueKind.Text or CodeValueKind.Number => ShellWord.Known(value.Text, _span),
        CodeValueKind.Prefix => new ShellWord(value.Text + "…", false, value.Text, false, _span),
        _ => new ShellWord(name, false, "", false, _span),
    };
}
