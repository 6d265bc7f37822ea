using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Walk;

/// <summary>Statements, and which of them may run.</summary>
internal sealed partial class ScriptWalk
{
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
                _defined.Define(function.Name, function.Body, _frame.Source, _frame.At);
                _definitions++;
                if (function.Name is "command_not_found_handle" or "command_not_found_handler")
                {
                    // The shell calls it by itself, for any name that is no program.
                    Branch(function.Body);
                }

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
}
