using System.Buffers;
using Pharos.Shell.Expand;

namespace Pharos.Shell.Walk;

/// <summary><c>declare</c> and its kin: attributes, and variables that end with the function.</summary>
internal sealed partial class ScriptWalk
{
    /// <summary>Attributes by which a variable holds something other than it is given.</summary>
    private static readonly SearchValues<char> Changing = SearchValues.Create("Ailucn");

    /// <summary>What the variables were that each active function has made its own.</summary>
    private readonly Stack<Dictionary<string, ShellValue?>> _locals = new();

    /// <summary>How many evals with assignments before them are active.</summary>
    private int _temporaries;

    private void Declare(ShellCommand command)
    {
        var flags = "";
        foreach (var word in command.Arguments)
        {
            if (word.KnownPrefix.StartsWith('-') || word.KnownPrefix.StartsWith('+'))
            {
                flags += word.Text;
            }
        }

        var isLocal = command.Program.Text is "local" or "declare" or "typeset" && !flags.Contains('g') && _locals.Count > 0;
        if (flags.AsSpan().IndexOfAny('f', 'F') >= 0)
        {
            _state.ExportsFunctions |= command.Program.Text == "export" || flags.Contains('x');
            return;
        }

        if (flags.Contains('p'))
        {
            return;
        }

        foreach (var word in command.Arguments)
        {
            if (word.KnownPrefix.StartsWith('-') || word.KnownPrefix.StartsWith('+'))
            {
                continue;
            }

            var equals = word.KnownPrefix.IndexOf('=');
            if (equals < 0 && !word.IsKnown)
            {
                _state.ForgetVariables();
                continue;
            }

            Declare(command, word, equals, flags, isLocal);
        }
    }

    private void Declare(ShellCommand command, ShellWord word, int equals, string flags, bool isLocal)
    {
        var name = equals < 0 ? word.Text : word.KnownPrefix[..equals];
        var isWhole = !name.EndsWith('+') && !name.Contains('[');
        name = name[..(name.AsSpan().IndexOfAny(NameEnds) is > 0 and var end ? end : name.Length)];
        var isNew = isLocal && _locals.Peek().TryAdd(name, _state.Recall(name));

        if (flags.Contains('n'))
        {
            // Whatever is assigned to it is assigned to another variable.
            var target = equals >= 0 && word.IsKnown ? word.Text[(equals + 1)..] : null;
            target = target is not null && target.Contains('[') ? target[..target.IndexOf('[')] : target;
            _state.Restrict(target);
            if (target is null)
            {
                _state.ForgetVariables();
            }
            else
            {
                _state.Set(target, ShellValue.Unknown);
            }
        }

        var value = equals < 0 ? null : word.IsKnown && isWhole ? ShellValue.Of(word.Text[(equals + 1)..]) : ShellValue.Unknown;
        if (flags.AsSpan().IndexOfAny(Changing) >= 0)
        {
            _state.Restrict(name);
            value = ShellValue.Unknown;
            if (flags.Contains('i') && equals >= 0 && word.Text.AsSpan(equals).IndexOfAny('$', '`') >= 0)
            {
                Direct(command.Span, "an integer's value is evaluated as code");
            }
        }
        else if (flags.Contains('a') && value is { IsKnown: true })
        {
            value = ShellValue.Unknown;
        }
        else if (value is null && isNew)
        {
            // Assignments before a call or an eval around this one are taken over.
            value = _temporaries > 0 || _locals.Count > 1 ? ShellValue.Unknown : ShellValue.Unset;
        }

        if (value is not null && !(isWhole && equals >= 0 && word.Text.AsSpan(equals + 1) is "(…)" && !_state.IsRestricted(name)))
        {
            _state.Set(name, value);
        }

        if (command.Program.Text == "readonly" || flags.Contains('r'))
        {
            _state.Restrict(name);
        }
    }

    private Dictionary<string, ShellValue?> Own(IReadOnlyList<KeyValuePair<string, ShellWord>> environment)
    {
        var before = new Dictionary<string, ShellValue?>();
        foreach (var (name, value) in environment)
        {
            before.TryAdd(name, _state.Recall(name));
            _state.Set(name, ShellValue.Of(value));
        }

        return before;
    }

    /// <summary>Gives variables back the values that they had before a function or an eval made them its own.</summary>
    private void Disown(Dictionary<string, ShellValue?> before, bool isPossible)
    {
        foreach (var (name, value) in before)
        {
            _state.Restore(name, isPossible && _state.Recall(name) is { } now && !(value is not null && now.Agrees(value)) ? ShellValue.Unknown : value);
        }
    }
}
