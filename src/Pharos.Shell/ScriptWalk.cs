using Pharos.Shell.Effects;
using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell;

/// <summary>
/// Walks a script the way a shell would run it, but along every branch: keeps what is known of variables, functions and the working directory, and collects
/// every simple command. Simple commands are in the other half of this class.
/// </summary>
internal sealed partial class ScriptWalk : IExpansionHost
{
    /// <summary>A loop over at most this many known words is followed word by word; beyond that its variable is unknown.</summary>
    private const int MaximumUnrolled = 8;

    /// <summary>How many rounds of loops are followed in one analysis, so that loops inside loops stay cheap.</summary>
    private const int MaximumRounds = 64;

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
        return length == _commands.Count - first ? output : ShellValue.Unknown;
    }

    public void Run(StatementNode node)
    {
        if (_stopped)
        {
            return;
        }

        if (++_steps > _limits.MaximumNodes)
        {
            Stop(node.Span, "the script does more than is analysed");
            return;
        }

        if (node is SimpleNode simple)
        {
            Simple(simple);
            return;
        }

        // Parsing bounds one text; functions and nested scripts add up here.
        if (_depth > _limits.MaximumDepth * 2)
        {
            Stop(node.Span, "nested deeper than is analysed");
            return;
        }

        _depth++;
        if (node.Redirects.Count == 0)
        {
            Compound(node);
        }
        else
        {
            var frame = _frame;
            var first = _commands.Count;
            var redirects = Redirects(node.Redirects);
            _frame = frame with { Redirects = redirects };
            Compound(node);
            _frame = frame;
            if (_commands.Count == first)
            {
                // Nothing inside runs a program, but the files are opened all the same.
                Bare(node.Span, [], redirects);
            }
        }

        _depth--;
    }

    private void Stop(SourceSpan at, string why)
    {
        _stopped = true;
        Doubt(at, why);
    }

    private void Compound(StatementNode node)
    {
        switch (node)
        {
            case ListNode list:
                foreach (var item in list.Items)
                {
                    if (item.IsBackground)
                    {
                        Subshell(item.Statement);
                    }
                    else
                    {
                        Run(item.Statement);
                        Settle();
                    }
                }

                break;
            case AndOrNode andOr:
                AndOr(andOr);
                break;
            case PipelineNode pipeline:
                Pipeline(pipeline);
                break;
            case GroupNode { IsSubshell: true } group:
                Subshell(group.Body);
                break;
            case GroupNode group:
                Run(group.Body);
                break;
            case IfNode branches:
                If(branches);
                break;
            case WhileNode loop:
                AssignedNames.Forget(_state, loop.Condition, loop.Body);
                Run(loop.Condition);
                Settle();
                Branch(loop.Body);
                break;
            case ForNode loop:
                For(loop);
                break;
            case ArithmeticForNode loop:
                _words.Arithmetic(loop.Expression);
                AssignedNames.Forget(_state, loop);
                Branch(loop.Body);
                break;
            case CaseNode cases:
                Case(cases);
                break;
            case ArithmeticNode arithmetic:
                _words.Arithmetic(arithmetic.Expression);
                break;
            case ConditionNode condition:
                foreach (var word in condition.Words)
                {
                    if (condition.IsNumeric)
                    {
                        _words.Arithmetic(word);
                    }
                    else
                    {
                        _words.Single(word);
                    }
                }

                break;
            case FunctionNode function:
                _state.Define(function.Name, function.Body, _frame.Source, _frame.At);
                break;
            case CoprocessNode coprocess:
                Subshell(coprocess.Body);
                break;
        }
    }

    /// <summary>After a command whose success nothing asked for, both outcomes are possible.</summary>
    private void Settle()
    {
        if (!_state.StopsAtFailure && _state.WorkingDirectory != _state.DirectoryAfterFailure)
        {
            _state.WorkingDirectory = null;
        }

        _state.DirectoryAfterFailure = _state.WorkingDirectory;
    }

    private void Subshell(StatementNode body)
    {
        var state = _state;
        _state = state.Copy();
        Run(body);
        _state = state;
    }

    /// <summary>Runs what may or may not run, and joins both outcomes.</summary>
    private void Branch(StatementNode body)
    {
        var (skipped, frame) = (_state.Copy(), _frame);
        _frame = frame with { IsPossible = true };
        Run(body);
        Settle();
        _frame = frame;
        _state = _state.Join(skipped);
    }

    private void AndOr(AndOrNode node)
    {
        Run(node.First);
        ShellState? failed = null;
        foreach (var item in node.Rest)
        {
            var other = _state.Copy();
            other.WorkingDirectory = other.DirectoryAfterFailure;
            other.IsOver = false;
            _state.DirectoryAfterFailure = _state.WorkingDirectory;
            failed = failed is null ? other : failed.Join(other);
            if (item.IsAnd)
            {
                Run(item.Statement);
                continue;
            }

            var (succeeded, frame) = (_state, _frame);
            _state = failed;
            _frame = frame with { IsPossible = true };
            Run(item.Statement);
            _frame = frame;
            var failure = _state.IsOver ? succeeded.WorkingDirectory : _state.DirectoryAfterFailure;
            _state = succeeded.Join(_state);
            _state.DirectoryAfterFailure = failure;
            failed = null;
        }

        if (failed is not null)
        {
            var (success, over) = (_state.WorkingDirectory, _state.IsOver);
            var failure = over || failed.WorkingDirectory == _state.DirectoryAfterFailure ? failed.WorkingDirectory : null;
            _state = _state.Join(failed);
            _state.WorkingDirectory = over ? failure : success;
            _state.DirectoryAfterFailure = failure;
        }
    }

    private void Pipeline(PipelineNode node)
    {
        if (node.Stages.Count == 1)
        {
            Run(node.Stages[0]);
            if (node.IsNegated)
            {
                (_state.WorkingDirectory, _state.DirectoryAfterFailure) = (_state.DirectoryAfterFailure, _state.WorkingDirectory);
            }

            return;
        }

        var (state, frame) = (_state, _frame);
        var source = frame.PipedFrom;
        var others = frame.AlsoPipedFrom;
        for (var i = 0; i < node.Stages.Count; i++)
        {
            var first = _commands.Count;
            _state = state.Copy();
            _frame = frame with { PipedFrom = source, AlsoPipedFrom = others };
            Run(node.Stages[i]);
            source = LastOf(first, frame.Parent);
            others = Others(first, source);
        }

        _frame = frame;
        Settle();

        // Some shells run the last stage themselves, so what it sets may stay.
        _state = state.Join(_state);
    }

    private int? LastOf(int first, int? parent)
    {
        for (var i = _commands.Count - 1; i >= first; i--)
        {
            if (_commands[i]?.Parent == parent)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Every other command of a stage: a group, a loop or a wrapped command prints what all of them print.</summary>
    private IReadOnlyList<int> Others(int first, int? source)
    {
        var count = _commands.Count - first;
        if (count <= 1)
        {
            return [];
        }

        var others = new List<int>(count - 1);
        for (var i = first; i < _commands.Count; i++)
        {
            if (i != source)
            {
                others.Add(i);
            }
        }

        return others;
    }

    private void If(IfNode node)
    {
        var frame = _frame;
        ShellState? after = null;
        foreach (var branch in node.Branches)
        {
            Run(branch.Condition);
            Settle();
            var otherwise = _state.Copy();
            _frame = frame with { IsPossible = true };
            Run(branch.Body);
            Settle();
            after = after is null ? _state : after.Join(_state);
            _state = otherwise;
        }

        if (node.Otherwise is not null)
        {
            _frame = frame with { IsPossible = true };
            Run(node.Otherwise);
            Settle();
        }

        _frame = frame;
        _state = after is null ? _state : after.Join(_state);
    }

    private void For(ForNode loop)
    {
        var values = new List<ShellWord>();
        if (loop.Words is null)
        {
            values.AddRange(_state.Positional?.Skip(1) ?? [new ShellWord("$@", false, "", false, Place(loop.Span))]);
        }
        else
        {
            foreach (var word in loop.Words)
            {
                _words.Expand(word, values);
            }
        }

        var follows = !loop.IsSelect && values.Count is > 0 and <= MaximumUnrolled && _rounds + values.Count <= MaximumRounds && values.TrueForAll(word => word.IsKnown || word.IsGlob);
        if (!follows)
        {
            AssignedNames.Forget(_state, loop);
            _state.Set(loop.Variable, Common(values));
            Branch(loop.Body);
            return;
        }

        _rounds += values.Count;
        foreach (var value in values)
        {
            _state.Set(loop.Variable, ShellValue.Of(value));
            Branch(loop.Body);
        }
    }

    /// <summary>What is certain about a loop's variable: that its values begin alike.</summary>
    private static ShellValue Common(List<ShellWord> values)
    {
        if (values.Count == 0)
        {
            return ShellValue.Unknown;
        }

        var prefix = values[0].KnownPrefix;
        foreach (var value in values)
        {
            prefix = prefix[..prefix.AsSpan().CommonPrefixLength(value.KnownPrefix)];
        }

        return new ShellValue(prefix, false, prefix);
    }

    private void Case(CaseNode node)
    {
        _words.Single(node.Subject);
        var frame = _frame;
        ShellState? after = null;
        foreach (var clause in node.Clauses)
        {
            foreach (var pattern in clause.Patterns)
            {
                _words.Single(pattern);
            }

            var otherwise = _state.Copy();
            _frame = frame with { IsPossible = true };
            Run(clause.Body);
            Settle();
            after = after is null ? _state : after.Join(_state);
            _state = otherwise;
        }

        _frame = frame;
        _state = after is null ? _state : after.Join(_state);
    }

    /// <summary>What holds for every command of a part of a script.</summary>
    private sealed record Frame(
        string Source, SourceSpan? At, int? Parent, int? PipedFrom, IReadOnlyList<int> AlsoPipedFrom, IReadOnlyList<ShellRedirect> Redirects, IReadOnlyList<string> Wrappers, bool IsPossible);
}
