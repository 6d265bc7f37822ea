using System.Text;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Format;

/// <summary>Lines with indentation, and the comments that still wait for their place.</summary>
internal sealed class FormatWriter(IReadOnlyList<Comment> comments, HashSet<int> rowsWithCode)
{
    private readonly StringBuilder _text = new();
    private readonly List<int> _written = [];
    private int _level;
    private int _next;

    public readonly record struct State(int Length, int Level, int Next, int Written);

    public State Save() => new(_text.Length, _level, _next, _written.Count);

    public void Restore(State state)
    {
        _text.Length = state.Length;
        _level = state.Level;
        _next = state.Next;
        _written.RemoveRange(state.Written, _written.Count - state.Written);
    }

    public void In() => _level++;

    public void Out() => _level--;

    public void Put(string text)
    {
        if (_text.Length == 0 || _text[^1] == '\n')
        {
            _text.Append('\t', _level);
        }

        _text.Append(text);
    }

    /// <summary>Ends the line, with the comments that stand behind its code up to a row of the source.</summary>
    public void End(int row)
    {
        EndOnly(row);
        Before(row + 1, keepBlank: false);
    }

    /// <summary>Ends the line with the comment behind its code; further comments wait.</summary>
    public void EndOnly(int row)
    {
        if (_next < comments.Count && comments[_next].Row <= row && rowsWithCode.Contains(comments[_next].Row))
        {
            Put((_text.Length > 0 && _text[^1] != '\n' ? " " : "") + Spelled(comments[_next]));
            _next++;
            Advance();
        }

        End();
    }

    public void End()
    {
        if (_text.Length > 0 && _text[^1] != '\n')
        {
            _text.Append('\n');
        }
    }

    public void Blank()
    {
        End();
        if (_text.Length > 1 && _text[^2] != '\n')
        {
            _text.Append('\n');
        }
    }

    /// <summary>Writes the comments that stand above a row, each on its line, with a blank line where the source has one.</summary>
    public void Before(int row, bool keepBlank = true)
    {
        var metadata = false;
        var last = 0;
        for (; _next < comments.Count && comments[_next].Row < row; Advance())
        {
            End();
            var comment = comments[_next];
            var isMetadata = comment.Text.Trim() == "METADATA";
            if (last > 0 && (comment.Row - last > 1 || (metadata && isMetadata)))
            {
                Blank();
            }

            metadata = isMetadata || (metadata && comment.Row - last == 1);
            last = comment.Row;
            Put(Spelled(comment));
            End();
            _next++;
        }

        if (last > 0 && keepBlank && row - last > 1 && row != int.MaxValue)
        {
            Blank();
        }
    }

    public bool WaitsIn(int first, int last) => _next < comments.Count && comments[_next].Row >= first && comments[_next].Row <= last;

    /// <summary>Drops the comments of some rows, which were written as part of a text.</summary>
    public void Skip(int first, int last)
    {
        for (var i = _next; i < comments.Count && comments[i].Row <= last; i++)
        {
            if (comments[i].Row >= first)
            {
                _written.Add(i);
            }
        }

        Advance();
    }

    private void Advance()
    {
        while (_written.Contains(_next))
        {
            _next++;
        }
    }

    /// <summary>Takes the comment behind the code of a row, to be written elsewhere.</summary>
    public string? TakeBehind(int row)
    {
        if (!WaitsIn(row, row))
        {
            return null;
        }

        var spelled = Spelled(comments[_next++]);
        Advance();
        return spelled;
    }

    public string Finish()
    {
        Before(int.MaxValue);
        return _text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Spelled(Comment comment) => ("#" + comment.Text).TrimEnd();
}
