using Pharos.Shell.Effects;
using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Walk;

/// <summary>Simple commands: expansion, effects, and where they are listed.</summary>
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
        var declared = 0;
        var isLocal = node.Declarations.Count > 0 && _locals.Count > 0 && node.Words[0].Literal is "local" or "declare" or "typeset" && !node.Words.Any(word => word.Literal is ['-', .., 'g'] or ['-', 'g', ..]);
        foreach (var word in node.Words)
        {
            while (declared < node.Declarations.Count && node.Declarations[declared].Span.Start < word.Span.Start)
            {
                words.Add(Declaration(node.Declarations[declared++], isLocal));
            }

            _words.Expand(word, words);
        }

        var environment = Environment(node.Assignments);
        while (declared < node.Declarations.Count)
        {
            words.Add(Declaration(node.Declarations[declared++], isLocal));
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
            Call(called, words, own, environment);
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

    private void Call(ShellFunction function, List<ShellWord> words, IReadOnlyList<ShellRedirect> own, IReadOnlyList<KeyValuePair<string, ShellWord>> environment)
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
        _locals.Push(Own(environment));
        Run(function.Body);
        Settle();
        Disown(_locals.Pop(), _frame.IsPossible);
        _state.Positional = positional;
        _state.IsOver = false;
        _frame = frame;
        _calls.RemoveAt(_calls.Count - 1);
        if (function.Other is { } other)
        {
            Call(other, words, own, environment);
        }
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
            // Policies let these two pass where a program only may do them; "if true" around one that does would make use of that.
            var isKept = effect.Kind is EffectKind.Listen or EffectKind.Weaken;
            _effects.Add(_frame.IsPossible && effect.Certainty == Certainty.Certain && !isKept ? effect with { Certainty = Certainty.Possible } : effect);
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
}
