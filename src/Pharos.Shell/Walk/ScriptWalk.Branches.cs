using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Walk;

/// <summary>Choices and loops.</summary>
internal sealed partial class ScriptWalk
{
    /// <summary>A loop over at most this many known words is followed word by word; beyond that its variable is unknown.</summary>
    private const int MaximumUnrolled = 8;

    /// <summary>How many rounds of loops are followed in one analysis, so that loops inside loops stay cheap.</summary>
    private const int MaximumRounds = 64;

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
            _state.Set(loop.Variable, ShellValue.Names(value));
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
}
