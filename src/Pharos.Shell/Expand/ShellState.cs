using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>What a script has set up at one point: variables, functions, working directory. Copies are cheap and made before branches and subshells.</summary>
internal sealed class ShellState
{
    /// <summary>Longer values are not followed: a script that doubles one again and again would fill the memory.</summary>
    private const int MaximumValue = 65_536;

    /// <summary>Stands for every name; no variable is called so.</summary>
    private const string Everything = "*";

    private Dictionary<string, ShellValue>? _variables;
    private Dictionary<string, ShellFunction>? _functions;
    private HashSet<string>? _aliases;
    private HashSet<string>? _restricted;
    private bool _shared;

    /// <summary>Absolute, or null when a change of folder could not be followed.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>Where it stands when the last command, a <c>cd</c>, failed; the same folder otherwise.</summary>
    public string? DirectoryAfterFailure { get; set; }

    /// <summary>The parameters from <c>$0</c> on; null when the caller's are not known.</summary>
    public IReadOnlyList<ShellWord>? Positional { get; set; }

    /// <summary>True once a command may have set any variable (<c>source</c>, <c>eval</c> of unknown text).</summary>
    public bool AnyVariableMayDiffer { get; set; }

    /// <summary>True after <c>set -e</c>: a command that fails ends the script.</summary>
    public bool StopsAtFailure { get; set; }

    /// <summary>True after <c>exit</c> or <c>return</c>: what follows does not run on this path.</summary>
    public bool IsOver { get; set; }

    public ShellState Copy()
    {
        _shared = true;
        var copy = (ShellState)MemberwiseClone();
        return copy;
    }

    public ShellValue? Find(string name) => _variables is not null && _variables.TryGetValue(name, out var value) ? value : AnyVariableMayDiffer ? ShellValue.Unknown : null;

    public void Set(string name, ShellValue value)
    {
        Own();
        (_variables ??= [])[name] = value.Text.Length > MaximumValue || IsRestricted(name) ? ShellValue.Unknown : value;
    }

    /// <summary>What was set, or null when the script has set nothing.</summary>
    public ShellValue? Recall(string name) => _variables is not null && _variables.TryGetValue(name, out var value) ? value : null;

    /// <summary>Puts back what <see cref="Recall"/> gave.</summary>
    public void Restore(string name, ShellValue? value)
    {
        Own();
        if (value is null)
        {
            _variables?.Remove(name);
        }
        else
        {
            (_variables ??= [])[name] = value;
        }
    }

    /// <summary>True when assigning to a variable does not simply give it the value.</summary>
    public bool IsRestricted(string name) => _restricted is not null && (_restricted.Contains(name) || _restricted.Contains(Everything));

    /// <summary>Notes that a variable has an attribute by which a later assignment gives another value, changes another variable or fails. Without a name, any has.</summary>
    public void Restrict(string? name)
    {
        Own();
        (_restricted ??= []).Add(name ?? Everything);
    }

    /// <summary>Forgets every value, because it may have been changed.</summary>
    public void ForgetVariables()
    {
        Own();
        _variables = null;
        AnyVariableMayDiffer = true;
    }

    public ShellFunction? FindFunction(string name) => _functions is not null && _functions.TryGetValue(name, out var function) ? function : null;

    public void Define(string name, StatementNode body, string source, SourceSpan? at)
    {
        Own();

        // Some shells never let a function take the place of one of these.
        var isSpecial = name is "break" or ":" or "." or "continue" or "eval" or "exec" or "exit" or "export" or "readonly" or "return" or "set" or "shift" or "times" or "trap" or "unset";
        (_functions ??= [])[name] = new ShellFunction(body, source, at, isSpecial, null);
    }

    /// <summary>True once functions may be handed on to other shells that this one starts.</summary>
    public bool ExportsFunctions { get; set; }

    /// <summary>Notes that a function, or with null any, may be gone.</summary>
    public void DoubtFunction(string? name)
    {
        if (_functions is null || (name is not null && !_functions.ContainsKey(name)))
        {
            return;
        }

        Own();
        foreach (var (key, function) in _functions.ToArray())
        {
            if (name is null || key == name)
            {
                _functions[key] = function with { IsPossible = true };
            }
        }
    }

    /// <summary>Takes over what a shell gives to one that it starts.</summary>
    /// <param name="from">The shell around it.</param>
    /// <param name="all">True when it is the same shell, at another time.</param>
    public void Inherit(ShellState from, bool all)
    {
        if ((all || from.ExportsFunctions) && from._functions is not null)
        {
            _functions = new(from._functions);
            DoubtFunction(null);
        }
    }

    public bool IsAlias(string name) => _aliases is not null && _aliases.Contains(name);

    public void AddAlias(string name)
    {
        Own();
        (_aliases ??= []).Add(name);
    }

    /// <summary>Makes this the state after either of two paths.</summary>
    public ShellState Join(ShellState other)
    {
        if (ReferenceEquals(this, other) || other.IsOver)
        {
            return this;
        }

        if (IsOver)
        {
            return other;
        }

        Own();
        if (WorkingDirectory != other.WorkingDirectory)
        {
            WorkingDirectory = null;
        }

        if (DirectoryAfterFailure != other.DirectoryAfterFailure)
        {
            DirectoryAfterFailure = null;
        }

        AnyVariableMayDiffer |= other.AnyVariableMayDiffer;
        ExportsFunctions |= other.ExportsFunctions;
        StopsAtFailure &= other.StopsAtFailure;
        if (!ReferenceEquals(Positional, other.Positional))
        {
            Positional = null;
        }

        JoinVariables(other);
        JoinFunctions(other);
        if (other._restricted is not null)
        {
            (_restricted ??= []).UnionWith(other._restricted);
        }

        if (other._aliases is not null)
        {
            (_aliases ??= []).UnionWith(other._aliases);
        }

        return this;
    }

    private void JoinVariables(ShellState other)
    {
        if (_variables is not null)
        {
            foreach (var (name, value) in _variables.ToArray())
            {
                if (other._variables is null || !other._variables.TryGetValue(name, out var theirs) || !value.Agrees(theirs))
                {
                    _variables[name] = ShellValue.Unknown;
                }
            }
        }

        if (other._variables is not null)
        {
            foreach (var name in other._variables.Keys)
            {
                (_variables ??= []).TryAdd(name, ShellValue.Unknown);
            }
        }
    }

    private void JoinFunctions(ShellState other)
    {
        if (_functions is not null)
        {
            foreach (var (name, function) in _functions.ToArray())
            {
                var theirs = other.FindFunction(name);
                if (!Equals(theirs, function))
                {
                    _functions[name] = function with { IsPossible = true, Other = theirs ?? function.Other };
                }
            }
        }

        if (other._functions is not null)
        {
            foreach (var (name, function) in other._functions)
            {
                (_functions ??= []).TryAdd(name, function with { IsPossible = true });
            }
        }
    }

    /// <summary>Copies share their tables until one of them writes.</summary>
    private void Own()
    {
        if (_shared)
        {
            _variables = _variables is null ? null : new(_variables);
            _functions = _functions is null ? null : new(_functions);
            _aliases = _aliases is null ? null : [.. _aliases];
            _restricted = _restricted is null ? null : [.. _restricted];
            _shared = false;
        }
    }
}

/// <summary>A function that the script defined.</summary>
/// <param name="Body">What a call runs.</param>
/// <param name="Source">The text the body's positions point into.</param>
/// <param name="At">Where everything stands when that text came out of a word.</param>
/// <param name="IsPossible">True when it was defined on one of several paths.</param>
/// <param name="Other">An earlier definition that may still hold.</param>
internal sealed record ShellFunction(StatementNode Body, string Source, SourceSpan? At, bool IsPossible, ShellFunction? Other);
