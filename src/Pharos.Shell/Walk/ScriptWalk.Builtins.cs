using System.Buffers;
using Pharos.Shell.Effects;
using Pharos.Shell.Expand;

namespace Pharos.Shell.Walk;

/// <summary>Built-in commands that change what later commands mean.</summary>
internal sealed partial class ScriptWalk
{
    private static readonly SearchValues<char> NameEnds = SearchValues.Create("=[+-* ");

    private void BuiltinState(ShellCommand command, CommandReading reading)
    {
        switch (command.Program.Text)
        {
            case "cd" or "pushd" or "popd":
                ChangeDirectory(command, reading);
                break;
            case "export" or "declare" or "typeset" or "local" or "readonly":
                Subscripts(command);
                Declare(command);
                break;
            case "let":
                foreach (var word in command.Arguments)
                {
                    _words.Arithmetic(word);
                }

                break;
            case "test" or "[" when command.Arguments.Any(word => word.Text == "-v"):
                Subscripts(command);
                break;
            case "complete" or "compgen":
                Completion(command);
                break;
            case "hash" when command.Arguments.Any(word => !word.IsKnown || word.Text.StartsWith("-p", StringComparison.Ordinal)):
                Direct(command.Span, "a program's name is made to mean another file");
                break;
            case "read" or "mapfile" or "readarray" or "getopts" or "wait":
                Subscripts(command);
                Forget(command);
                break;
            case "printf" when command.Arguments.Any(word => word.KnownPrefix.StartsWith("-v", StringComparison.Ordinal)):
                Subscripts(command);
                Forget(command);
                break;
            case "unset":
                Subscripts(command);
                Unset(command);
                break;
            case "source" or ".":
                _state.ForgetVariables();
                break;
            case "set":
                SetOptions(command);
                break;
            case "shift":
                _state.Positional = _state.Positional is { Count: > 1 } all && command.Arguments.Count == 0 ? [all[0], .. all.Skip(2)] : null;
                break;
            case "alias":
                foreach (var word in command.Arguments)
                {
                    var equals = word.KnownPrefix.IndexOf('=');
                    if (equals > 0)
                    {
                        _state.AddAlias(word.KnownPrefix[..equals]);
                    }
                }

                break;
            case "exit" or "return":
                _state.IsOver = true;
                break;
        }
    }

    private void ChangeDirectory(ShellCommand command, CommandReading reading)
    {
        if (reading.NewWorkingDirectory is { } target && !(command.Program.Text == "cd" && _state.Find("CDPATH") is not null))
        {
            _state.WorkingDirectory = target;
            if (Context.Files.Look(target).Kind == FileKind.Directory)
            {
                // A folder that is there can be entered, so the failure needs no thought.
                _state.DirectoryAfterFailure = target;
            }
        }
        else if (reading.LosesWorkingDirectory || reading.NewWorkingDirectory is not null || command.Program.Text != "cd")
        {
            _state.WorkingDirectory = null;
        }
    }

    private void Completion(ShellCommand command)
    {
        for (var i = 0; i + 1 < command.Arguments.Count; i++)
        {
            var (option, value) = (command.Arguments[i], command.Arguments[i + 1]);
            if (option.Text == "-F")
            {
                var call = value.Text + " \"$1\" \"$2\" \"$3\"";
                Script(command, new NestedScript(new ShellWord(call, value.IsKnown, value.IsKnown ? call : value.KnownPrefix, false, value.Span), [], "completion"), false);
            }
            else if (option.Text == "-W" && value.Text.AsSpan().IndexOfAny('$', '`') >= 0)
            {
                Direct(value.Span, "a list of words to complete is expanded when it is used");
            }
        }
    }

    /// <summary>Names that these commands are given may hold a subscript, which is evaluated like arithmetic.</summary>
    private void Subscripts(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            var bracket = word.Text.IndexOf('[');
            var equals = word.Text.IndexOf('=');
            if (bracket > 0 && (equals < 0 || bracket < equals) && word.Text.AsSpan(bracket).IndexOfAny('$', '`') >= 0)
            {
                Direct(command.Span, "a subscript in an argument is evaluated as code");
            }
        }
    }

    private void Unset(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            if (!word.IsKnown)
            {
                _state.ForgetVariables();
                _state.DoubtFunction(null);
                continue;
            }

            if (word.Text.StartsWith('-'))
            {
                continue;
            }

            var bracket = word.Text.IndexOf('[');
            var name = bracket < 0 ? word.Text : word.Text[..bracket];

            // Inside a function this may uncover the caller's variable of the same name.
            if (command.Arguments[0].Text == "-f")
            {
                _state.DoubtFunction(name);
                continue;
            }

            _state.Set(name, bracket >= 0 || _calls.Count > 0 || _temporaries > 0 || _state.IsRestricted(name) ? ShellValue.Unknown : ShellValue.Unset);
            _state.DoubtFunction(name);
        }
    }

    private void Forget(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            if (!word.IsKnown)
            {
                _state.ForgetVariables();
                return;
            }

            if (!word.Text.StartsWith('-'))
            {
                var name = word.Text;
                var end = name.AsSpan().IndexOfAny(NameEnds);
                _state.Set(end < 0 ? name : name[..end], ShellValue.Unknown);
            }
        }

        _state.Set("REPLY", ShellValue.Unknown);
    }

    private void SetOptions(ShellCommand command)
    {
        for (var i = 0; i < command.Arguments.Count; i++)
        {
            var word = command.Arguments[i];
            if (!word.IsKnown)
            {
                _state.Positional = null;
                return;
            }

            if (word.Text is "--" || word.Text.Length == 0 || word.Text[0] is not ('-' or '+'))
            {
                var first = word.Text is "--" ? i + 1 : i;
                _state.Positional = [_state.Positional is { Count: > 0 } all ? all[0] : command.Program, .. command.Arguments.Skip(first)];
                return;
            }

            if (word.Text is "-o" or "+o")
            {
                i++;
                if (i < command.Arguments.Count && command.Arguments[i].Text == "errexit")
                {
                    _state.StopsAtFailure = word.Text == "-o";
                }
            }
            else if (word.Text.Contains('e'))
            {
                _state.StopsAtFailure = word.Text[0] == '-';
            }
        }
    }
}
