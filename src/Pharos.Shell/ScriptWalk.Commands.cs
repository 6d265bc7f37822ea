using Pharos.Shell.Effects;
using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell;

/// <summary>Simple commands: expansion, effects, and what they run in turn.</summary>
internal sealed partial class ScriptWalk
{
    /// <summary>Analyses a program started without a shell.</summary>
    public void RunArguments(IReadOnlyList<ShellWord> words)
    {
        var span = new SourceSpan(words[0].Span.Start, words[^1].Span.End);
        Emit(Reserve(), words, [], [], span, false);
    }

    private void Simple(SimpleNode node)
    {
        if (node.Words.Count == 0)
        {
            Assign(node);
            return;
        }

        // A call of a known function is not a program: what stands inside runs instead.
        var called = node.Words[0].IsPlain && node.Words[0].Literal is { } literal ? _state.FindFunction(literal) : null;
        var index = called is null or { IsPossible: true } ? Reserve() : -1;
        var frame = _frame;
        if (index >= 0)
        {
            _frame = frame with { Parent = index };
        }

        if (_stopped)
        {
            return;
        }

        var words = new List<ShellWord>(node.Words.Count + 2);
        foreach (var word in node.Words)
        {
            _words.Expand(word, words);
        }

        var environment = Environment(node.Assignments);
        foreach (var declaration in node.Declarations)
        {
            words.Add(Declaration(declaration));
        }

        var own = node.Redirects.Count == 0 ? (IReadOnlyList<ShellRedirect>)[] : Redirects(node.Redirects);
        _frame = frame;
        if (words.Count == 0)
        {
            // Every word expanded to nothing; what was substituted is listed under this entry, so it stays.
            words.Add(ShellWord.Known("", Place(node.Span)));
        }

        if (index >= 0)
        {
            Emit(index, words, environment, own, Place(node.Span), true);
        }

        called ??= words[0].IsKnown ? _state.FindFunction(words[0].Text) : null;
        if (called is not null)
        {
            Call(called, words, own);
        }
    }

    private int Reserve()
    {
        if (_commands.Count >= _limits.MaximumCommands)
        {
            Stop(new SourceSpan(0, 0), "the script runs more commands than are analysed");
        }

        _commands.Add(null!);
        _readings.Add(null!);
        return _commands.Count - 1;
    }

    private void Call(ShellFunction function, List<ShellWord> words, IReadOnlyList<ShellRedirect> own)
    {
        if (_calls.Exists(active => ReferenceEquals(active.Body, function.Body)))
        {
            Doubt(words[0].Span, "a function calls itself");
            return;
        }

        if (_calls.Count >= _limits.MaximumDepth)
        {
            Stop(words[0].Span, "nested deeper than is analysed");
            return;
        }

        var (frame, positional) = (_frame, _state.Positional);
        _calls.Add(function);
        _frame = frame with { Source = function.Source, At = function.At, Redirects = [.. frame.Redirects, .. own], IsPossible = frame.IsPossible || function.IsPossible };
        _state.Positional = words;
        Run(function.Body);
        Settle();
        _state.Positional = positional;
        _state.IsOver = false;
        _frame = frame;
        _calls.RemoveAt(_calls.Count - 1);
        if (function.Other is { } other)
        {
            Call(other, words, own);
        }
    }

    /// <summary>A line of assignments only. It is listed when it changes what later programs do, or opens files.</summary>
    private void Assign(SimpleNode node)
    {
        var values = new List<KeyValuePair<string, ShellWord>>(node.Assignments.Count);
        foreach (var assignment in node.Assignments)
        {
            var value = Set(assignment);
            values.Add(new(assignment.Name, value));
        }

        Bare(node.Span, values, node.Redirects.Count == 0 ? [] : Redirects(node.Redirects));
    }

    private void Bare(SourceSpan span, IReadOnlyList<KeyValuePair<string, ShellWord>> environment, IReadOnlyList<ShellRedirect> redirects)
    {
        var place = Place(span);
        if (redirects.Count == 0)
        {
            var trial = new ShellCommand { Index = 0, Span = place, Program = ShellWord.Known("", place), Environment = environment, WorkingDirectory = _state.WorkingDirectory };
            var reading = _reader.Read(trial, Context);
            if (reading.Effects.Count == 0 && reading.Scripts.Count == 0 && reading.Unknowns.Count == 0)
            {
                return;
            }
        }

        var index = Reserve();
        if (!_stopped)
        {
            Emit(index, [ShellWord.Known("", place)], environment, redirects, place, true);
        }
    }

    private ShellWord Set(AssignmentNode assignment)
    {
        if (assignment.Index is { } index)
        {
            _words.Arithmetic(index);
        }

        if (assignment.Elements is { } elements)
        {
            var values = new List<ShellWord>();
            var counted = assignment.Index is null && !assignment.IsAppend;
            foreach (var element in elements)
            {
                if (element.Index is { } at)
                {
                    _words.Arithmetic(at);
                    counted = false;
                }

                _words.Expand(element.Value, values);
            }

            counted &= values.TrueForAll(value => value.IsKnown);
            _state.Set(assignment.Name, counted
                ? ShellValue.Of(values.Count > 0 ? values[0].Text : "") with { Elements = values.ConvertAll(ShellValue.Of) }
                : ShellValue.Unknown);
            return new ShellWord("(…)", false, "", false, Place(assignment.Span));
        }

        var word = _words.Single(assignment.Value);
        var result = ShellValue.Of(word);
        if (assignment.Index is not null)
        {
            result = ShellValue.Unknown;
        }
        else if (assignment.IsAppend)
        {
            var before = _state.Find(assignment.Name);
            result = before is { IsKnown: true, Elements: null } && result.IsKnown ? ShellValue.Of(before.Text + result.Text) : ShellValue.Unknown;
        }

        _state.Set(assignment.Name, result);
        return assignment.IsAppend ? new ShellWord(result.Text.Length > 0 ? result.Text : word.Text, result.IsKnown, result.Prefix, false, word.Span) : word;
    }

    private ShellWord Declaration(AssignmentNode assignment)
    {
        var value = Set(assignment);
        var prefix = assignment.Name + "=";
        return new ShellWord(prefix + value.Text, value.IsKnown, prefix + value.KnownPrefix, false, Place(assignment.Span));
    }

    private List<KeyValuePair<string, ShellWord>> Environment(IReadOnlyList<AssignmentNode> assignments)
    {
        var environment = new List<KeyValuePair<string, ShellWord>>(assignments.Count);
        foreach (var assignment in assignments)
        {
            var state = _state;
            _state = state.Copy();
            var value = Set(assignment);
            _state = state;
            environment.Add(new(assignment.Name, value));
        }

        return environment;
    }

    private List<ShellRedirect> Redirects(IReadOnlyList<RedirectNode> nodes)
    {
        var redirects = new List<ShellRedirect>(nodes.Count);
        foreach (var node in nodes)
        {
            redirects.Add(new ShellRedirect(node.Operator, node.Descriptor, _words.Single(node.Target)));
        }

        return redirects;
    }

    /// <summary>Lists a command, reads its effects, and follows what it runs.</summary>
    private void Emit(
        int index,
        IReadOnlyList<ShellWord> words,
        IReadOnlyList<KeyValuePair<string, ShellWord>> environment,
        IReadOnlyList<ShellRedirect> own,
        SourceSpan span,
        bool inShell,
        string? directory = null)
    {
        if (_stopped)
        {
            return;
        }

        var program = words[0];
        var redirects = _frame.Redirects.Count == 0 ? own : [.. _frame.Redirects, .. own];
        var redirected = false;
        foreach (var redirect in redirects)
        {
            redirected |= redirect.Descriptor == 0 && redirect.Operator[0] == '<';
        }

        var command = new ShellCommand
        {
            Index = index,
            Span = span,
            Program = program,
            Arguments = words.Count == 1 ? [] : SpecReader.Rest(words, 1),
            Environment = environment,
            Redirects = redirects,
            Wrappers = _frame.Wrappers,
            Parent = _frame.Parent,
            PipedFrom = redirected ? null : _frame.PipedFrom,
            AlsoPipedFrom = redirected ? [] : _frame.AlsoPipedFrom,
            WorkingDirectory = directory ?? _state.WorkingDirectory,
        };
        var reading = _reader.Read(command, Context);
        _commands[index] = command;
        _readings[index] = reading;
        Judge(program);
        Note(reading.Unknowns);
        foreach (var url in reading.Urls)
        {
            if (!_urls.Contains(url))
            {
                _urls.Add(url);
            }
        }

        foreach (var effect in reading.Effects)
        {
            _effects.Add(_frame.IsPossible && effect.Certainty == Certainty.Certain ? effect with { Certainty = Certainty.Possible } : effect);
        }

        Follow(command, reading, inShell);
        if (inShell && program.IsKnown)
        {
            BuiltinState(command, reading);
        }
    }

    private void Judge(ShellWord program)
    {
        if (!program.IsKnown)
        {
            Direct(program.Span, "the program is not known before the script runs");
        }
        else if (SuspiciousCharacters.InProgram(program.Text) is { } why)
        {
            Direct(program.Span, why);
        }
        else if (_state.IsAlias(program.Text))
        {
            Direct(program.Span, "the program's name is an alias");
        }
    }

    /// <summary>Notes a doubt whose place is already one in the script that was analysed.</summary>
    private void Direct(SourceSpan at, string why)
    {
        var frame = _frame;
        _frame = frame with { At = at };
        Doubt(at, why);
        _frame = frame;
    }

    private void Follow(ShellCommand command, CommandReading reading, bool inShell)
    {
        foreach (var script in reading.Scripts)
        {
            Script(command, script, inShell && command.Program.Text is "eval");
        }

        foreach (var nested in reading.Commands)
        {
            Wrapped(command, nested, inShell && command.Program.Text is "command" or "builtin" or "exec");
        }

        if (reading.RunsStandardInput && command.PipedFrom is { } source && reading.Scripts.Count == 0)
        {
            var output = source < _commands.Count && command.AlsoPipedFrom.Count == 0 && _commands[source] is { } producer ? Output(producer, out _) : ShellValue.Unknown;
            if (output.IsKnown && IsShell(command.Program.Text))
            {
                Script(command, new NestedScript(ShellWord.Known(output.Text, command.Span), [], "a pipe to a shell"), false);
            }
            else
            {
                Direct(command.Span, $"'{command.Program.Text}' runs what is piped into it");
            }
        }
    }

    private static bool IsShell(string program) => program[(program.LastIndexOf('/') + 1)..] is "sh" or "bash" or "dash" or "zsh" or "ksh" or "ash";

    private void Script(ShellCommand command, NestedScript script, bool isCurrentShell)
    {
        var text = script.Text;
        if (!text.IsKnown)
        {
            Direct(text.Span, $"the text that {script.Why} runs is not known");
            if (isCurrentShell)
            {
                _state.ForgetVariables();
            }

            if (text.Text.Length == 0)
            {
                return;
            }
        }

        // Each level of eval can be as long as the script around it, so the lengths are bounded together and not only one by one.
        _nestedCharacters += text.Text.Length;
        if (!Nest(text.Span) || text.Text.Length > _limits.MaximumScriptCharacters || _nestedCharacters > 4L * _limits.MaximumScriptCharacters)
        {
            Direct(text.Span, "a script inside the script is longer than is analysed or one of too many");
            return;
        }

        var (frame, state, context) = (_frame, _state, Context);
        _frame = new Frame(text.Text, text.Span, command.Index, command.PipedFrom, command.AlsoPipedFrom, [], [], frame.IsPossible || command.Program.Text is "trap" or "");
        if (!isCurrentShell)
        {
            // Another shell sees only what was exported, so the script's own variables are not known there.
            _state = new ShellState
            {
                WorkingDirectory = script.IsElsewhere ? null : command.WorkingDirectory,
                DirectoryAfterFailure = script.IsElsewhere ? null : command.WorkingDirectory,
                Positional = script.Arguments.Count > 0 ? script.Arguments : null,
                AnyVariableMayDiffer = script.IsElsewhere,
            };
            foreach (var (name, value) in command.Environment)
            {
                _state.Set(name, ShellValue.Of(value));
            }
        }

        var parsed = ShellParser.Parse(text.Text, _limits, Math.Min(_depth, _limits.MaximumDepth));
        Note(parsed.Errors);
        Note(parsed.Doubts);
        Run(parsed.Body);
        _frame = frame;
        _state = isCurrentShell ? _state : state;
        Context = context;
    }

    private bool Nest(SourceSpan at)
    {
        if (++_nested <= _limits.MaximumNestedScripts && _depth < _limits.MaximumDepth)
        {
            return true;
        }

        if (!_stopped)
        {
            _stopped = true;
            Direct(at, "the script holds more scripts and wrapped commands than are analysed");
        }

        return false;
    }

    private void Wrapped(ShellCommand command, NestedCommand nested, bool inShell)
    {
        if (nested.Words.Count == 0 || !Nest(command.Span))
        {
            return;
        }

        var words = nested.Words;
        if (nested.ExtraArgumentsUnknown)
        {
            words = [.. words, new ShellWord("…", false, "", false, command.Span)];
        }

        var (frame, state) = (_frame, _state);
        _depth++;
        _frame = frame with
        {
            Parent = command.Index,
            PipedFrom = command.PipedFrom,
            AlsoPipedFrom = command.AlsoPipedFrom,
            Redirects = command.Redirects,
            Wrappers = [.. command.Wrappers, nested.Wrapper],
        };
        if (nested.IsElsewhere)
        {
            _state = new ShellState { AnyVariableMayDiffer = true };
        }

        var index = Reserve();
        Emit(index, words, nested.Environment, [], words[0].Span, inShell, nested.WorkingDirectory);
        _frame = frame;
        _state = nested.IsElsewhere ? state : _state;
        _depth--;
    }
}
