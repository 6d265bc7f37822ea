namespace Pharos.Health;

/// <summary>What was free at a moment.</summary>
/// <param name="At">Time since the watching began, by a clock that does not step.</param>
/// <param name="FreeBytes">Bytes the account may still write.</param>
public readonly record struct DiskSample(TimeSpan At, long FreeBytes);
