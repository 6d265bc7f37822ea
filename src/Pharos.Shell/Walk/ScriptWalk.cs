using Pharos.Shell.Effects;
using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Walk;

/// <summary>
/// Walks through a script as a shell would run it: lists what would run, follows variables, functions and the working directory, and joins what branches may have done.
/// Statements, commands, built-ins and nested scripts stand in the other files of this class.
/// </summary>
internal sealed partial class ScriptWalk : IExpansionHost
{
    private readonly ShellLimits _limits;
    private readonly CommandEffects _reader;
    private readonly WordExpander _words;
    private readonly List<ShellCommand> _commands = [];
    private readonly List<CommandReading> _readings = [];
    private readonly List<Effect> _effects = [];
    private readonly List<Unknown> _unknowns = [];
    private readonly List<string> _urls = [];
    private readonly List<ShellFunction> _calls = [];
    private Frame _frame;
    private ShellState _state;
    private int _depth;
    private int _steps;
    private int _taken;
    private int _nested;
    private long _nestedCharacters;
    private int _rounds;
    private bool _stopped;

    /// <summary>Every function defined anywhere, which is what a trap may call.</summary>
    private readonly ShellState _defined = new();
    private readonly List<(ShellCommand Command, NestedScript Script, int Definitions)> _traps = [];
    private int _definitions;

    public ScriptWalk(string source, ShellContext context, ShellLimits limits, CommandEffects reader)
    {
        _limits = limits;
        _reader = reader;
        Context = context;
        _words = new WordExpander(this);
        _frame = new Frame(source, null, null, null, [], [], [], false);
        _state = new ShellState { WorkingDirectory = context.WorkingDirectory, DirectoryAfterFailure = context.WorkingDirectory };
    }

    public ShellState State => _state;

    public ShellContext Context { get; private set; }

    public int Remaining => _limits.MaximumExpansions - _taken;

    public void Note(IReadOnlyList<Unknown> unknowns)
    {
        foreach (var unknown in unknowns)
        {
            Doubt(unknown.At, unknown.Why);
        }
    }

    public ShellAnalysis Conclude(bool parsed)
    {
        foreach (var (command, script, definitions) in _traps.ToArray())
        {
            if (definitions < _definitions)
            {
                // Functions that were defined after the trap was set are those it calls.
                _state = _defined.Copy();
                Script(command, script, false);
            }
        }

        for (var i = 0; i < _commands.Count; i++)
        {
            // A limit was reached between making room for a command and knowing its words; the doubt about that is noted.
            _commands[i] ??= new ShellCommand { Index = i, Span = default, Program = new ShellWord("…", false, "", false, default) };
            _readings[i] ??= new CommandReading();
        }

        return new ShellAnalysis
        {
            Parsed = parsed,
            Unknowns = _unknowns,
            Commands = _commands,
            Effects = _effects,
            Urls = _urls,
            Written = Written(),
            Flows = FlowFinder.Find(_commands, _effects, _readings),
        };
    }

    public bool Take(int count)
    {
        if (count > Remaining)
        {
            return false;
        }

        _taken += count;
        return true;
    }

    public void Doubt(SourceSpan at, string why)
    {
        var unknown = new Unknown(Place(at), why);
        if (_unknowns.Count < 256 && !_unknowns.Contains(unknown))
        {
            _unknowns.Add(unknown);
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

    public SourceSpan Place(SourceSpan span) => _frame.At ?? span;

    public string Written(SourceSpan span)
    {
        var source = _frame.Source;
        return span.Start >= 0 && span.End <= source.Length && span.Start < span.End ? source[span.Start..span.End] : "…";
    }

    public ShellValue Substitute(ListNode body)
    {
        var (state, frame, first) = (_state, _frame, _commands.Count);
        _state = state.Copy();

        // What a substitution prints goes into the word, not to where the command around it writes.
        _frame = frame with { Redirects = [] };
        Run(body);
        (_state, _frame) = (state, frame);
        if (_commands.Count == first || body.Items.Count != 1 || _stopped || _commands[^1] is not { } last)
        {
            return ShellValue.Unknown;
        }

        var output = Output(last, out var length);
        return length == _commands.Count - first && output.IsKnown ? output : Paths(_commands.Count - 1);
    }

    private void Stop(SourceSpan at, string why)
    {
        _stopped = true;
        Doubt(at, why);
    }

    /// <summary>What holds for every command of a part of a script.</summary>
    private sealed record Frame(
        string Source, SourceSpan? At, int? Parent, int? PipedFrom, IReadOnlyList<int> AlsoPipedFrom, IReadOnlyList<ShellRedirect> Redirects, IReadOnlyList<string> Wrappers, bool IsPossible);
}
