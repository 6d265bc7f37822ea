using System.Globalization;

namespace Pharos.Rego.Builtins.Templates;

/// <summary>Reads the actions of a template.</summary>
internal sealed class TemplateParser(List<TemplateToken> tokens)
{
    private const int MaxDepth = 100;

    private readonly Dictionary<string, TemplateNode[]> _definitions = new(StringComparer.Ordinal);
    private readonly Stack<string> _variables = new(["$"]);
    private int _at;
    private int _depth;
    private int _loops;
    private string _end = string.Empty;

    internal Dictionary<string, TemplateNode[]> Read()
    {
        TemplateNode[] main = Body();
        if (_end.Length > 0)
        {
            throw Error($"unexpected {{{{{_end}}}}}");
        }

        _definitions["template"] = main;
        return _definitions;
    }

    private TemplateToken Current => _at < tokens.Count ? tokens[_at] : new TemplateToken(TemplateTokenKind.Text, "EOF", false, tokens.Count == 0 ? 1 : tokens[^1].Line);

    private TemplateError Error(string message) => new($"template: template:{Current.Line}: {message}");

    // Reads up to the end of the template or an "end" or "else" whose word it leaves in _end.
    private TemplateNode[] Body()
    {
        if (++_depth > MaxDepth)
        {
            throw Error("the template nests too deeply");
        }

        var nodes = new List<TemplateNode>();
        int variables = _variables.Count;
        string end = string.Empty;
        while (_at < tokens.Count)
        {
            TemplateToken token = tokens[_at++];
            if (token.Kind == TemplateTokenKind.Text)
            {
                nodes.Add(new TemplateNode.Text(token.Text));
                continue;
            }

            if (Current.Kind == TemplateTokenKind.Word && Current.Text is "end" or "else")
            {
                end = Current.Text;
                _at++;
                break;
            }

            if (Action() is { } node)
            {
                nodes.Add(node);
            }
        }

        while (_variables.Count > variables)
        {
            _variables.Pop();
        }

        _depth--;
        _end = end;
        return [.. nodes];
    }

    private TemplateNode? Action()
    {
        string word = Current.Kind == TemplateTokenKind.Word ? Current.Text : string.Empty;
        switch (word)
        {
            case "if" or "with" or "range":
                _at++;
                return Control(word);
            case "define" or "block":
                _at++;
                return Definition(word);
            case "template":
                _at++;
                string name = Expect(TemplateTokenKind.String, "template clause");
                TemplatePipe? argument = Current.Kind == TemplateTokenKind.Close ? null : Pipe();
                Close("template clause");
                return new TemplateNode.Call(name, argument);
            case "break" or "continue":
                _at++;
                if (_loops == 0)
                {
                    throw Error($"{{{{{word}}}}} outside {{{{range}}}}");
                }

                Close(word);
                return new TemplateNode.Leave(word == "continue");
            default:
                TemplatePipe pipe = Pipe();
                Close("command");
                return new TemplateNode.Print(pipe);
        }
    }

    private TemplateNode Control(string word)
    {
        int variables = _variables.Count;
        TemplatePipe pipe = Pipe(isRange: word == "range");
        Close(word);
        _loops += word == "range" ? 1 : 0;
        TemplateNode[] then = Body();
        _loops -= word == "range" ? 1 : 0;
        TemplateNode[] otherwise = [];
        if (_end == "else")
        {
            if (word != "range" && Current.Kind == TemplateTokenKind.Word && Current.Text == word)
            {
                // The nested action's end is also this one's.
                _at++;
                otherwise = [Control(word)];
                Restore(variables);
                return Node(word, pipe, then, otherwise);
            }

            Close("else");
            otherwise = Body();
        }

        if (_end != "end")
        {
            throw Error("unexpected EOF");
        }

        Close("end");
        Restore(variables);
        return Node(word, pipe, then, otherwise);
    }

    private static TemplateNode Node(string word, TemplatePipe pipe, TemplateNode[] then, TemplateNode[] otherwise) => word switch
    {
        "if" => new TemplateNode.If(pipe, then, otherwise),
        "with" => new TemplateNode.With(pipe, then, otherwise),
        _ => new TemplateNode.Range(pipe, then, otherwise),
    };

    private void Restore(int variables)
    {
        while (_variables.Count > variables)
        {
            _variables.Pop();
        }
    }

    private TemplateNode.Call? Definition(string word)
    {
        string name = Expect(TemplateTokenKind.String, word + " clause");
        TemplatePipe? argument = word == "block" ? Pipe() : null;
        Close(word + " clause");
        _definitions[name] = Body();
        if (_end != "end")
        {
            throw Error("unexpected EOF");
        }

        Close("end");
        return argument is null ? null : new TemplateNode.Call(name, argument);
    }

    private string Expect(TemplateTokenKind kind, string context)
    {
        TemplateToken token = Current;
        if (token.Kind != kind)
        {
            throw Error($"unexpected {token.Text} in {context}");
        }

        _at++;
        return token.Text;
    }

    private void Close(string context) => Expect(TemplateTokenKind.Close, context);

    private TemplatePipe Pipe(bool isRange = false)
    {
        if (++_depth > MaxDepth)
        {
            throw Error("the template nests too deeply");
        }

        string[] variables = Assigned(isRange, out bool declares);
        var commands = new List<TemplateOperand[]>();
        do
        {
            commands.Add(Command());
        }
        while (Symbol("|"));
        foreach (string variable in declares ? variables : [])
        {
            _variables.Push(variable);
        }

        _depth--;
        return new TemplatePipe(variables, declares, [.. commands]);
    }

    private string[] Assigned(bool isRange, out bool declares)
    {
        declares = false;
        int start = _at;
        if (Current.Kind != TemplateTokenKind.Variable)
        {
            return [];
        }

        var names = new List<string> { tokens[_at++].Text };
        if (isRange && Symbol(",") && Current.Kind == TemplateTokenKind.Variable)
        {
            names.Add(tokens[_at++].Text);
        }

        declares = Symbol(":=");
        if (declares || Symbol("="))
        {
            return [.. names];
        }

        _at = start;
        return [];
    }

    private bool Symbol(string text)
    {
        bool found = Current.Kind == TemplateTokenKind.Symbol && Current.Text == text;
        _at += found ? 1 : 0;
        return found;
    }

    private TemplateOperand[] Command()
    {
        var operands = new List<TemplateOperand>();
        while (Current.Kind != TemplateTokenKind.Close && !(Current.Kind == TemplateTokenKind.Symbol && Current.Text is "|" or ")"))
        {
            operands.Add(Operand());
        }

        return operands.Count > 0 ? [.. operands] : throw Error("missing value for command");
    }

    private TemplateOperand Operand()
    {
        TemplateToken token = Current;
        _at++;
        TemplateOperand operand = token.Kind switch
        {
            TemplateTokenKind.String => new TemplateOperand.Constant(Values.RegoString.Of(token.Text)),
            TemplateTokenKind.Number => new TemplateOperand.Constant(Number(token.Text)),
            TemplateTokenKind.Field => new TemplateOperand.Fields(new TemplateOperand.Dot(), [token.Text]),
            TemplateTokenKind.Variable when _variables.Contains(token.Text) => new TemplateOperand.Variable(token.Text),
            TemplateTokenKind.Variable => throw Error($"undefined variable \"{token.Text}\""),
            TemplateTokenKind.Symbol when token.Text == "." => new TemplateOperand.Dot(),
            TemplateTokenKind.Symbol when token.Text == "(" => Parenthesised(),
            TemplateTokenKind.Word => Word(token.Text),
            _ => throw Error($"unexpected \"{token.Text}\" in operand"),
        };
        var names = new List<string>();
        while (Current is { Kind: TemplateTokenKind.Field, HasGap: false })
        {
            names.Add(tokens[_at++].Text);
        }

        return names.Count == 0 ? operand
            : operand is TemplateOperand.Fields fields ? new TemplateOperand.Fields(fields.Of, [.. fields.Names, .. names])
            : new TemplateOperand.Fields(operand, [.. names]);
    }

    private TemplateOperand Word(string word) => word switch
    {
        "true" => new TemplateOperand.Constant(Values.RegoBoolean.True),
        "false" => new TemplateOperand.Constant(Values.RegoBoolean.False),
        "nil" => new TemplateOperand.Constant(null),
        _ when TemplateFunctions.Names.Contains(word) => new TemplateOperand.Function(word),
        _ => throw Error($"function \"{word}\" not defined"),
    };

    private TemplateOperand.Pipe Parenthesised()
    {
        TemplatePipe inner = Pipe();
        return Symbol(")") ? new TemplateOperand.Pipe(inner) : throw Error("unclosed left paren");
    }

    private object Number(string text)
    {
        string plain = text.Replace("_", string.Empty, StringComparison.Ordinal);
        if (long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole;
        }

        if (plain.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && long.TryParse(plain.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out whole))
        {
            return whole;
        }

        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw Error($"bad number syntax: \"{text}\"");
    }
}
