using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>
/// Reads the patch format of <c>apply_patch</c> (<c>*** Begin Patch</c> … <c>*** End Patch</c>) into what it does to each file. What the format does not know is refused:
/// an agent that reads a line otherwise than it was judged here would do something nobody allowed.
/// </summary>
internal sealed class PatchReader
{
    private const string Add = "*** Add File: ";
    private const string Delete = "*** Delete File: ";
    private const string Update = "*** Update File: ";
    private const string Move = "*** Move to: ";
    private const string EndOfFile = "*** End of File";

    private readonly string[] _lines;
    private readonly List<ToolAct> _acts = [];
    private int _at;
    private int _end;

    // Only a line feed ends a line, as for the tool: a reader that knew more line ends would see other lines, and other paths.
    private PatchReader(string text) => _lines = [.. text.Trim().Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line)];

    /// <summary>The acts of a patch in its order, or why it cannot be read.</summary>
    public static ActReading Read(string text)
    {
        var reader = new PatchReader(text);
        return reader.ReadSections() is { } problem ? ActReading.Refuse("hook.patch", problem) : new ActReading.Read(reader._acts);
    }

    private string? ReadSections()
    {
        (_at, _end) = (0, _lines.Length - 1);
        if (IsHereDocument())
        {
            (_at, _end) = (_at + 1, _end - 1);
        }

        if (_end <= _at || _lines[_at].Trim() != "*** Begin Patch" || _lines[_end].Trim() != "*** End Patch")
        {
            return "A patch begins with \"*** Begin Patch\" and ends with \"*** End Patch\".";
        }

        for (_at++; _at < _end;)
        {
            if (_acts.Count >= ToolAct.MaximumActs)
            {
                return $"The patch changes more than {ToolAct.MaximumActs} files. Split it.";
            }

            if (ReadSection(_lines[_at].Trim()) is { } problem)
            {
                return $"Line {_at + 1} of the patch: {problem}";
            }
        }

        return null;
    }

    // Models wrap the patch as if it stood on a command line, and the tool takes that.
    private bool IsHereDocument() =>
        _end > 1 && _lines[0].Trim() is "<<EOF" or "<<'EOF'" or "<<\"EOF\"" && _lines[_end].TrimEnd().EndsWith("EOF", StringComparison.Ordinal);

    private string? ReadSection(string header)
    {
        _at++;
        return PathIn(header, Add) is { } added ? ReadAdded(added)
            : PathIn(header, Delete) is { } deleted ? Keep(FileActs.Delete(deleted)!)
            : PathIn(header, Update) is { } updated ? ReadUpdated(updated)
            : "it is neither \"*** Add File:\", \"*** Delete File:\" nor \"*** Update File:\" with a path.";
    }

    private string? ReadAdded(string path)
    {
        var content = new List<string>();
        for (; _at < _end && _lines[_at].StartsWith('+'); _at++)
        {
            content.Add(_lines[_at][1..] + "\n");
        }

        return Keep(FileActs.Write(path, string.Concat(content))!);
    }

    private string? ReadUpdated(string path)
    {
        var target = default(string);
        if (_at < _end && _lines[_at].StartsWith(Move, StringComparison.Ordinal))
        {
            target = PathIn(_lines[_at++].TrimEnd(), Move);
            if (target is null)
            {
                return "\"*** Move to:\" names no path.";
            }
        }

        var edits = new List<RegoValue>();
        var (before, after) = (new List<string>(), new List<string>());
        for (; _at < _end; _at++)
        {
            var line = _lines[_at];
            if (line.StartsWith("@@", StringComparison.Ordinal) || line.TrimEnd() == EndOfFile)
            {
                EndChunk(edits, before, after);
            }
            else if (line.StartsWith("***", StringComparison.Ordinal))
            {
                break;
            }
            else if (line.Length > 0 && line[0] is not (' ' or '+' or '-'))
            {
                return "it belongs to no part of the patch.";
            }
            else if (line.StartsWith(' ') && IsHeader(line.Trim()))
            {
                // Some readers take an indented header for a header, others for text of the file.
                return "it may be read as the file's text or as the beginning of another file's part.";
            }
            else
            {
                Take(line, before, after);
            }
        }

        EndChunk(edits, before, after);
        Keep(FileActs.Edits(path, RegoArray.From(edits))!);
        return target is null ? null : Keep(FileActs.Move(path, target));
    }

    private static void Take(string line, List<string> before, List<string> after)
    {
        var text = line.Length == 0 ? "" : line[1..];
        if (line is not ['+', ..])
        {
            before.Add(text);
        }

        if (line is not ['-', ..])
        {
            after.Add(text);
        }
    }

    private static void EndChunk(List<RegoValue> edits, List<string> before, List<string> after)
    {
        if (before.Count > 0 || after.Count > 0)
        {
            edits.Add(FileActs.OneEdit(string.Join('\n', before), string.Join('\n', after)));
            before.Clear();
            after.Clear();
        }
    }

    private static bool IsHeader(string line) =>
        line.StartsWith(Add, StringComparison.Ordinal) || line.StartsWith(Delete, StringComparison.Ordinal) || line.StartsWith(Update, StringComparison.Ordinal)
        || line.StartsWith(Move, StringComparison.Ordinal);

    // A name with white space around it or a control character in it is read in as many ways as there are readers.
    private static string? PathIn(string line, string header) =>
        line.StartsWith(header, StringComparison.Ordinal) && line[header.Length..] is { Length: > 0 } path && path == path.Trim() && !path.Any(char.IsControl) ? path : null;

    private string? Keep(ToolAct act)
    {
        _acts.Add(act);
        return null;
    }
}
