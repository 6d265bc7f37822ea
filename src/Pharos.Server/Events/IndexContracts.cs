namespace Pharos.Server.Events;

/// <summary>How far the query index has come.</summary>
/// <param name="Position">The newest event it holds.</param>
/// <param name="Head">The newest event of the log.</param>
/// <param name="Problem">Why it does not come further; null when it does.</param>
internal sealed record IndexContract(long Position, long Head, string? Problem);
