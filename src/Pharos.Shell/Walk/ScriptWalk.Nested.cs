using Pharos.Shell.Effects;
using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Walk;

/// <summary>What a command runs in turn: scripts inside its words, and other commands.</summary>
internal sealed partial class ScriptWalk
{
    /// <summary>Words of wrapped commands that are read in one analysis: each wrapper around a wrapper reads those of all inside it again.</summary>
    private const int MaximumNestedWords = 10_000;

    private int _nestedWords;

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
                if (output.IsKnown)
                {
                    Piped(command, output.Text);
                }

                Direct(command.Span, $"'{command.Program.Text}' runs what is piped into it");
            }
        }
    }

    /// <summary>Whether the shell itself runs the text, at another time: its functions are known there, though maybe not these.</summary>
    private static bool RunsHere(ShellCommand command) => command.Program.Text is "trap" or "complete" or "compgen" or "alias" or "mapfile" or "readarray" or "bind";

    private static bool IsShell(string program) => program[(program.LastIndexOf('/') + 1)..] is "sh" or "bash" or "dash" or "zsh" or "ksh" or "ash" or "at" or "batch";

    /// <summary>Reads a text that comes through a pipe as if it stood in a here-document: what it does is said although somebody has to look at it.</summary>
    private void Piped(ShellCommand command, string text)
    {
        var redirect = new ShellRedirect("<<<", 0, ShellWord.Known(text, command.Span));
        var reading = _reader.Read(command with { PipedFrom = null, AlsoPipedFrom = [], Redirects = [.. command.Redirects, redirect] }, Context);
        foreach (var effect in reading.Effects)
        {
            if (!_effects.Contains(effect))
            {
                _effects.Add(effect);
            }
        }

        foreach (var script in reading.Scripts)
        {
            Script(command, script, false);
        }

        foreach (var nested in reading.Commands)
        {
            Wrapped(command, nested, false);
        }
    }

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
            if (!script.IsElsewhere)
            {
                _state.Inherit(state, RunsHere(command));
            }

            foreach (var (name, value) in command.Environment)
            {
                _state.Set(name, ShellValue.Of(value));
            }
        }

        if (command.Program.Text == "trap")
        {
            _traps.Add((command, script, _definitions));
        }

        var parsed = ShellParser.Parse(text.Text, _limits, Math.Min(_depth, _limits.MaximumDepth));
        Note(parsed.Errors);
        Note(parsed.Doubts);
        if (isCurrentShell && command.Environment.Count > 0)
        {
            var before = Own(command.Environment);
            _temporaries++;
            Run(parsed.Body);
            _temporaries--;
            Disown(before, true);
        }
        else
        {
            Run(parsed.Body);
        }

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

    /// <summary>Puts what a pipe gives where a command has a place for it.</summary>
    private static List<ShellWord> Filled(IReadOnlyList<ShellWord> words, string placeholder, IReadOnlyList<ShellWord> given)
    {
        var filled = new List<ShellWord>();
        foreach (var word in words)
        {
            if (word.IsKnown || word.IsGlob || !word.Text.Contains(placeholder, StringComparison.Ordinal))
            {
                filled.Add(word);
                continue;
            }

            foreach (var path in given)
            {
                filled.Add(word.Text == placeholder ? path with { Span = word.Span }
                    : new ShellWord(word.Text.Replace(placeholder, path.Text, StringComparison.Ordinal), path.IsKnown, "", path.IsGlob, word.Span) { Selection = path.Selection });
            }
        }

        return filled;
    }

    private void Wrapped(ShellCommand command, NestedCommand nested, bool inShell)
    {
        if (nested.Words.Count == 0 || !Nest(command.Span))
        {
            return;
        }

        var words = nested.Words;
        _nestedWords += words.Count;
        if (_nestedWords > MaximumNestedWords)
        {
            Stop(command.Span, "the wrapped commands have more words than are analysed");
            return;
        }

        if (nested.Placeholder is { } placeholder && Piped(command) is { } given)
        {
            words = Filled(words, placeholder, given);
        }
        else if (nested.ExtraArgumentsUnknown)
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
