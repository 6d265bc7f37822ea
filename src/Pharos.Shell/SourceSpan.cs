namespace Pharos.Shell;

/// <summary>A half-open range of UTF-16 offsets into the script that was analysed: <c>[Start, End)</c>.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset just past the last character.</param>
public readonly record struct SourceSpan(int Start, int End)
{
    /// <summary>Number of characters covered.</summary>
    public int Length => End - Start;
}
