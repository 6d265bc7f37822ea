namespace Pharos.Shell.Syntax;

/// <summary>What the parts of one parse share: errors, doubts, and how much has been built so far.</summary>
internal sealed class ParseState(ShellLimits limits, int depth)
{
    /// <summary>Enough to explain; a text with more errors than this is no script at all, and one error already means that a person looks.</summary>
    private const int MaximumNotes = 16;

    private List<Unknown>? _errors;
    private List<Unknown>? _doubts;
    private readonly int _start = depth;
    private bool _switchesExtendedPatternsOn;
    private int _nodes;

    public int Depth { get; set; } = depth;

    public int MaximumDepth { get; } = limits.MaximumDepth;

    /// <summary>True on the lines after one that switches <c>extglob</c> on, as bash reads line by line.</summary>
    public bool ReadsExtendedPatterns { get; private set; }

    /// <summary>True once a limit was reached: the rest of the text is not read.</summary>
    public bool IsAborted { get; private set; }

    public IReadOnlyList<Unknown> Errors => _errors ?? (IReadOnlyList<Unknown>)[];

    public IReadOnlyList<Unknown> Doubts => _doubts ?? (IReadOnlyList<Unknown>)[];

    public void Error(SourceSpan at, string why)
    {
        _errors ??= [];
        if (_errors.Count < MaximumNotes)
        {
            _errors.Add(new Unknown(at, why));
        }
    }

    public void Doubt(SourceSpan at, string why)
    {
        _doubts ??= [];
        if (_doubts.Count < MaximumNotes)
        {
            _doubts.Add(new Unknown(at, why));
        }
    }

    /// <summary>Notes <c>shopt -s extglob</c>. Inside a compound command it runs only after all of that has been read.</summary>
    public void SwitchExtendedPatternsOn() => _switchesExtendedPatternsOn |= Depth == _start;

    /// <summary>Notes that a line has ended.</summary>
    public void EndLine() => ReadsExtendedPatterns |= _switchesExtendedPatternsOn && Depth == _start;

    public void Abort(SourceSpan at, string why)
    {
        if (!IsAborted)
        {
            IsAborted = true;
            Error(at, why);
        }
    }

    public void Count(SourceSpan at)
    {
        if (++_nodes > limits.MaximumNodes)
        {
            Abort(at, "the script has more parts than are analysed");
        }
    }
}
