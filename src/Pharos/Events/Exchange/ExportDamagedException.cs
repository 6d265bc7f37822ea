namespace Pharos.Events.Exchange;

/// <summary>An export is not what was written: cut, changed, or no export at all. Everything before the place was read and verified.</summary>
/// <param name="code">A stable code: <c>export.cut</c>, <c>export.line</c>, <c>export.version</c>, <c>export.chain</c>, <c>export.blob</c>.</param>
/// <param name="message">What is wrong, with the line and the position.</param>
/// <param name="line">The line, counted from 1.</param>
public sealed class ExportDamagedException(string code, string message, long line) : Exception(message)
{
    /// <summary>The stable code.</summary>
    public string Code { get; } = code;

    /// <summary>The line, counted from 1.</summary>
    public long Line { get; } = line;
}
