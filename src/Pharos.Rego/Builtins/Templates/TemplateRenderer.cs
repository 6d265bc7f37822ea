using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins.Templates;

/// <summary>Renders a template over a value.</summary>
internal sealed class TemplateRenderer(Dictionary<string, TemplateNode[]> definitions, RegoValue data, BuiltinLimits limits)
{
    private const int MaxDepth = 200;
    private const int MaxSteps = 1_000_000;

    private readonly StringBuilder _output = new();
    private readonly List<(string Name, object? Value)> _variables = [];
    private int _depth;
    private int _steps;

    private enum Flow
    {
        On,
        Break,
        Continue,
    }

    /// <summary>Whether rendering ended at a limit.</summary>
    internal bool IsTooLarge { get; private set; }

    internal string Render()
    {
        Define("template", data);
        return _output.ToString();
    }

    private void Define(string name, object? dot)
    {
        if (!definitions.TryGetValue(name, out TemplateNode[]? body))
        {
            throw Error($"template \"{name}\" not defined");
        }

        if (++_depth > MaxDepth)
        {
            throw Error($"exceeded maximum template depth ({MaxDepth})");
        }

        (string, object?)[] outer = [.. _variables];
        _variables.Clear();
        _variables.Add(("$", dot));
        Run(body, dot);
        _variables.Clear();
        _variables.AddRange(outer);
        _depth--;
    }

    private static TemplateError Error(string message) => new($"template: template: executing \"template\": {message}");

    private Flow Run(TemplateNode[] nodes, object? dot)
    {
        foreach (TemplateNode node in nodes)
        {
            if (++_steps > MaxSteps || _output.Length > limits.MaxText)
            {
                IsTooLarge = true;
                throw Error("the limit on steps or output was reached");
            }

            Flow flow = Run(node, dot);
            if (flow != Flow.On)
            {
                return flow;
            }
        }

        return Flow.On;
    }

    private Flow Run(TemplateNode node, object? dot)
    {
        switch (node)
        {
            case TemplateNode.Text text:
                _output.Append(text.Content);
                return Flow.On;
            case TemplateNode.Print print:
                object? value = Evaluate(print.Pipe, dot);
                if (print.Pipe.Variables.Length == 0)
                {
                    // A null at the top is no value either, while inside a collection it is nil.
                    _output.Append(value is RegoNull ? "<no value>" : TemplateText.Of(value));
                }

                return Flow.On;
            case TemplateNode.If choice:
                return Scoped(() => Run(TemplateFunctions.IsTrue(Evaluate(choice.Pipe, dot)) ? choice.Then : choice.Else, dot));
            case TemplateNode.With with:
                return Scoped(() => Evaluate(with.Pipe, dot) is var inner && TemplateFunctions.IsTrue(inner) ? Run(with.Then, inner) : Run(with.Else, dot));
            case TemplateNode.Range range:
                return Scoped(() => Loop(range, dot));
            case TemplateNode.Call call:
                Define(call.Name, call.Pipe is null ? null : Evaluate(call.Pipe, dot));
                return Flow.On;
            default:
                return ((TemplateNode.Leave)node).Continues ? Flow.Continue : Flow.Break;
        }
    }

    private Flow Scoped(Func<Flow> run)
    {
        int mark = _variables.Count;
        Flow flow = run();
        _variables.RemoveRange(mark, _variables.Count - mark);
        return flow;
    }

    private Flow Loop(TemplateNode.Range range, object? dot)
    {
        object? domain = Evaluate(range.Pipe with { Variables = [] }, dot);
        IEnumerable<(object? Key, object? Value)> items = domain switch
        {
            RegoArray array => array.Select(static (v, i) => ((object?)(long)i, (object?)v)),
            RegoObject entries => entries.Select(static e => ((object?)e.Key, (object?)e.Value)),
            long count => Enumerable.Range(0, (int)Math.Clamp(count, 0, MaxSteps)).Select(static i => ((object?)(long)i, (object?)(long)i)),
            null or RegoNull => [],
            _ => throw Error($"range can't iterate over {TemplateText.Of(domain)}"),
        };
        int mark = _variables.Count;
        bool any = false;
        foreach ((object? key, object? value) in items)
        {
            any = true;
            string[] names = range.Pipe.Variables;
            if (names.Length == 2)
            {
                Set(names[0], key, range.Pipe.Declares);
            }

            if (names.Length > 0)
            {
                Set(names[^1], value, range.Pipe.Declares);
            }

            Flow flow = Run(range.Body, value);
            _variables.RemoveRange(mark, _variables.Count - mark);
            if (flow == Flow.Break)
            {
                break;
            }
        }

        return any ? Flow.On : Run(range.Else, dot);
    }

    private void Set(string name, object? value, bool declares)
    {
        int at = declares ? -1 : _variables.FindLastIndex(v => v.Name == name);
        if (at < 0)
        {
            _variables.Add((name, value));
        }
        else
        {
            _variables[at] = (name, value);
        }
    }

    private object? Evaluate(TemplatePipe pipe, object? dot)
    {
        object? value = null;
        for (int i = 0; i < pipe.Commands.Length; i++)
        {
            value = Evaluate(pipe.Commands[i], dot, i > 0, value);
        }

        foreach (string name in pipe.Variables)
        {
            Set(name, value, pipe.Declares);
        }

        return value;
    }

    private object? Evaluate(TemplateOperand[] command, object? dot, bool isPiped, object? piped)
    {
        if (command[0] is not TemplateOperand.Function function)
        {
            return command.Length > 1 || isPiped ? throw Error("can't give argument to non-function") : Evaluate(command[0], dot);
        }

        // These two stop at the first operand that decides.
        if (function.Name is "and" or "or")
        {
            object? value = null;
            int count = command.Length - 1 + (isPiped ? 1 : 0);
            if (count == 0)
            {
                throw Error($"wrong number of args for {function.Name}: want at least 1 got 0");
            }

            for (int i = 1; i <= count; i++)
            {
                value = i < command.Length ? Evaluate(command[i], dot) : piped;
                if (TemplateFunctions.IsTrue(value) == (function.Name == "or"))
                {
                    break;
                }
            }

            return value;
        }

        object?[] arguments = [.. command.Skip(1).Select(o => Evaluate(o, dot)), .. isPiped ? new[] { piped } : []];
        try
        {
            return TemplateFunctions.Call(function.Name, arguments);
        }
        catch (TemplateError e)
        {
            throw Error(e.Message);
        }
    }

    private object? Evaluate(TemplateOperand operand, object? dot) => operand switch
    {
        TemplateOperand.Constant constant => constant.Value,
        TemplateOperand.Dot => dot,
        TemplateOperand.Variable variable => _variables.FindLast(v => v.Name == variable.Name).Value,
        TemplateOperand.Pipe pipe => Evaluate(pipe.Inner, dot),
        TemplateOperand.Function function => Evaluate([function], dot, false, null),
        TemplateOperand.Fields fields => Walk(Evaluate(fields.Of, dot), fields.Names),
        _ => throw new InvalidOperationException("An operand without a case."),
    };

    private static object? Walk(object? value, string[] names)
    {
        foreach (string name in names)
        {
            value = value switch
            {
                RegoObject entries => entries.TryGet(name, out RegoValue? found) ? found : null,
                null or RegoNull => throw Error($"nil data; no entry for key \"{name}\""),
                _ => throw Error($"can't evaluate field {name} in type {TemplateText.TypeOf(value)}"),
            };
        }

        return value;
    }
}
