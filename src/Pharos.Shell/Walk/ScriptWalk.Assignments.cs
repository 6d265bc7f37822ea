using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Walk;

/// <summary>What assignments leave behind.</summary>
internal sealed partial class ScriptWalk
{
    /// <summary>A line of assignments only. It is listed when it changes what later programs do, or opens files.</summary>
    private void Assign(SimpleNode node)
    {
        var values = new List<KeyValuePair<string, ShellWord>>(node.Assignments.Count);
        foreach (var assignment in node.Assignments)
        {
            var value = Set(assignment);
            values.Add(new(assignment.Name, value));
        }

        Bare(node.Span, values, node.Redirects.Count == 0 ? [] : Redirects(node.Redirects));
    }

    private ShellWord Set(AssignmentNode assignment)
    {
        if (assignment.Index is { } index)
        {
            _words.Arithmetic(index);
        }

        if (assignment.Elements is { } elements)
        {
            var values = new List<ShellWord>();
            var counted = assignment.Index is null && !assignment.IsAppend;
            foreach (var element in elements)
            {
                if (element.Index is { } at)
                {
                    _words.Arithmetic(at);
                    counted = false;
                }

                _words.Expand(element.Value, values);
            }

            counted &= values.TrueForAll(value => value.IsKnown);
            _state.Set(assignment.Name, counted
                ? ShellValue.Of(values.Count > 0 ? values[0].Text : "") with { Elements = values.ConvertAll(ShellValue.Names), IsUnset = values.Count == 0 }
                : ShellValue.Unknown);
            return new ShellWord("(…)", false, "", false, Place(assignment.Span));
        }

        var word = _words.Single(assignment.Value);
        if (_state.IsRestricted(assignment.Name) && word.Text.AsSpan().IndexOfAny('$', '`') >= 0)
        {
            Doubt(assignment.Span, "the variable may be an integer, whose value is evaluated as code");
        }

        var result = ShellValue.Of(word);
        if (assignment.Index is not null)
        {
            result = ShellValue.Unknown;
        }
        else if (assignment.IsAppend)
        {
            var before = _state.Find(assignment.Name);
            result = before is { IsKnown: true, Elements: null } && result.IsKnown ? ShellValue.Of(before.Text + result.Text) : ShellValue.Unknown;
        }

        _state.Set(assignment.Name, result);
        return assignment.IsAppend ? new ShellWord(result.Text.Length > 0 ? result.Text : word.Text, result.IsKnown, result.Prefix, false, word.Span) : word;
    }

    private ShellWord Declaration(AssignmentNode assignment, bool isLocal)
    {
        if (isLocal)
        {
            _locals.Peek().TryAdd(assignment.Name, _state.Recall(assignment.Name));
        }

        var value = Set(assignment);
        var prefix = assignment.Name + (assignment.IsAppend ? "+=" : "=");
        return new ShellWord(prefix + value.Text, value.IsKnown, prefix + value.KnownPrefix, false, Place(assignment.Span));
    }

    private List<KeyValuePair<string, ShellWord>> Environment(IReadOnlyList<AssignmentNode> assignments)
    {
        var environment = new List<KeyValuePair<string, ShellWord>>(assignments.Count);
        if (assignments.Count == 0)
        {
            return environment;
        }

        // Each sees those before it; the shell itself keeps none.
        var state = _state;
        _state = state.Copy();
        foreach (var assignment in assignments)
        {
            environment.Add(new(assignment.Name, Set(assignment)));
        }

        _state = state;
        return environment;
    }
}
