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
                Declare(command);
                break;
            case "read" or "mapfile" or "readarray" or "getopts" or "let" or "wait":
                Forget(command);
                break;
            case "printf" when command.Arguments.Any(word => word.KnownPrefix.StartsWith("-v", StringComparison.Ordinal)):
                Forget(command);
                break;
            case "unset":
                foreach (var word in command.Arguments)
                {
                    _state.Set(word.Text, word.IsKnown ? ShellValue.Unset : ShellValue.Unknown);
                }

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

    private void Declare(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            var equals = word.KnownPrefix.IndexOf('=');
            if (equals < 0)
            {
                if (!word.IsKnown)
                {
                    _state.ForgetVariables();
                }

                continue;
            }

            var name = word.KnownPrefix[..equals];
            if (_state.Find(name)?.Elements is null)
            {
                _state.Set(name, word.IsKnown ? ShellValue.Of(word.Text[(equals + 1)..]) : ShellValue.Unknown);
            }
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
