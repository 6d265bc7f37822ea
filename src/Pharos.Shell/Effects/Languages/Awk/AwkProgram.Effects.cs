using Pharos.Shell.Effects.Languages.Code;

namespace Pharos.Shell.Effects.Languages.Awk;

/// <summary>The walk over an awk program's words.</summary>
internal sealed partial class AwkProgram
{
    private void Run()
    {
        var depth = 0;
        var printsAt = -1;
        var statement = 0;
        for (var i = 0; i < _tokens.Count; i++)
        {
            var token = _tokens[i];
            if (IsEnd(token))
            {
                printsAt = -1;
                statement = i + 1;
                continue;
            }

            if (token.Kind == AwkTokenKind.Name)
            {
                printsAt = Span(token) is "print" or "printf" ? depth : printsAt;
                Name(i, statement);
                continue;
            }

            if (token.Kind != AwkTokenKind.Symbol)
            {
                continue;
            }

            switch (_text[token.Start])
            {
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '@':
                    Directive(i);
                    break;
                case '|' when Span(token) is "|" or "|&":
                    Pipe(i, statement, printsAt >= 0);
                    break;
                case '>' when printsAt >= 0 && depth <= printsAt && Span(token) is ">" or ">>":
                    File(EffectKind.Write, Fold(i + 1, out _, _tokens.Count));
                    break;
            }
        }
    }

    private void Name(int at, int statement)
    {
        var name = Span(_tokens[at]);
        var isCall = Is(at + 1, "(") && _tokens[at + 1].Start == _tokens[at].End;
        if (name is "system")
        {
            Shell(Fold(at + 1, out _, _tokens.Count));
        }
        else if (name is "getline")
        {
            // "getline x < file" reads a file; "command | getline" is seen at its bar.
            var next = at + 1;
            while (next < _tokens.Count && !IsEnd(_tokens[next]) && !Is(next, "<") && !Is(next, ")") && next < at + 8)
            {
                next++;
            }

            if (Is(next, "<"))
            {
                File(EffectKind.Read, Fold(next + 1, out _, _tokens.Count));
            }
        }
        else if (name is "ENVIRON")
        {
            Environment(Is(at + 1, "[") && at + 2 < _tokens.Count && _tokens[at + 2].Kind == AwkTokenKind.Text ? _tokens[at + 2].Text : null);
        }
        else if (name is "ARGV" && at == statement)
        {
            // A file put into the list of arguments is read like one that was given.
            var equals = at;
            while (equals < _tokens.Count && !IsEnd(_tokens[equals]) && !Is(equals, "="))
            {
                equals++;
            }

            if (Is(equals, "="))
            {
                File(EffectKind.Read, Fold(equals + 1, out _, _tokens.Count));
            }
        }
        else if (isCall && !Functions.Contains(name) && !_defined.Contains(name.ToString()))
        {
            _reading.Execute(Certainty.Unknown, $"awk {name.ToString()}()");
        }
    }

    private void Directive(int at)
    {
        if (Is(at + 1, "namespace"))
        {
            return;
        }

        if ((Is(at + 1, "include") || Is(at + 1, "load")) && at + 2 < _tokens.Count && _tokens[at + 2].Kind == AwkTokenKind.Text)
        {
            _reading.Execute(ShellWord.Known(_tokens[at + 2].Text!, _span));
            return;
        }

        _reading.Execute(Certainty.Unknown, "awk @");
    }

    private void Pipe(int at, int statement, bool prints)
    {
        if (!Is(at + 1, "getline"))
        {
            if (prints || Is(at, "|&"))
            {
                Shell(Fold(at + 1, out _, _tokens.Count));
            }

            return;
        }

        // The command stands before the bar, after whatever the statement began with.
        var from = at;
        while (from > statement && _tokens[from - 1] is var before && (before.Kind is AwkTokenKind.Text or AwkTokenKind.Number || before.Kind == AwkTokenKind.Name && Span(before) is not ("while" or "if" or "print" or "return") || before.Kind == AwkTokenKind.Symbol && Span(before) is "$" or ")" or "]" or "["))
        {
            from--;
        }

        // A bracket around the command alone belongs to it.
        from -= from > statement && Is(from - 1, "(") && Is(at - 1, ")") ? 1 : 0;
        Shell(Fold(from, out _, at));
    }

    private void Shell(CodeValue value)
    {
        if (value.IsText && value.Text.StartsWith("/inet", StringComparison.Ordinal))
        {
            Host(value.Text);
            return;
        }

        if (value.Kind is CodeValueKind.Text or CodeValueKind.Prefix && value.Text.Length > 0)
        {
            var known = value.Kind == CodeValueKind.Text;
            _reading.Script(new ShellWord(known ? value.Text : value.Text + "…", known, value.Text, false, _span), "awk system");
        }

        if (value.Kind != CodeValueKind.Text || value.Text.Length == 0)
        {
            _reading.Execute(Certainty.Unknown, "awk system");
        }
    }

    private void File(EffectKind kind, CodeValue value)
    {
        if (value.IsText && value.Text.StartsWith("/inet", StringComparison.Ordinal))
        {
            Host(value.Text);
        }
        else if (value.IsText)
        {
            _reading.Path(kind, ShellWord.Known(value.Text, _span));
        }
        else
        {
            _reading.Path(kind, new ShellWord(kind == EffectKind.Write ? "awk output" : "awk getline", false, value.Kind == CodeValueKind.Prefix ? value.Text : "", false, _span));
        }
    }

    /// <summary>GNU awk opens <c>/inet/tcp/localport/host/port</c> as a connection.</summary>
    private void Host(string name)
    {
        var parts = name.Split('/');
        _reading.Add(EffectKind.Network, Certainty.Certain, TargetKind.Host, parts.Length > 5 ? parts[4] + ":" + parts[5] : name);
        _reading.Add(EffectKind.Upload, Certainty.Possible, TargetKind.Host, parts.Length > 5 ? parts[4] + ":" + parts[5] : name);
    }

    private void Environment(string? name)
    {
        if (name is null)
        {
            _reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, "environment");
        }
        else if (SecretNames.IsSecret(name))
        {
            _reading.Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Variable, name);
        }
    }
}
