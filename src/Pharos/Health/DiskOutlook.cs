namespace Pharos.Health;

/// <summary>What a disk does.</summary>
/// <param name="FreeBytes">Bytes that are free now.</param>
/// <param name="BytesPerHour">How fast it fills; 0 or less when it does not. Null while there is too little to judge by.</param>
/// <param name="HoursToFull">Hours until it is full at that speed; infinite when it does not fill. Null while there is too little to judge by.</param>
public sealed record DiskOutlook(long FreeBytes, double? BytesPerHour, double? HoursToFull);
