namespace Pharos.Review.Elicitations;

/// <summary>How long questions wait and how many there may be. Immutable, with defaults.</summary>
public sealed record ElicitationOptions
{
    /// <summary>Longest question in characters.</summary>
    public const int MaximumMessageCharacters = 4000;

    /// <summary>Largest schema in bytes.</summary>
    public const int MaximumSchemaBytes = 16 * 1024;

    /// <summary>Largest answer in bytes.</summary>
    public const int MaximumAnswerBytes = 64 * 1024;

    /// <summary>Longest reason in characters.</summary>
    public const int MaximumReasonCharacters = 1000;

    /// <summary>Highest limit for a minute that can be set.</summary>
    public const int MostPerMinute = 1000;

    /// <summary>Longest time that a question may wait.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);

    /// <summary>Shortest time that a question may wait.</summary>
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long a question waits that names no time. Default: 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most questions that one asks in a minute. Default: 10.</summary>
    public int RequestsPerMinute { get; init; } = 10;

    /// <summary>Most answers that one tries in a minute, refused ones counted too. Default: 20.</summary>
    public int ResponsesPerMinute { get; init; } = 20;

    /// <summary>Most questions that may wait for one answerer. Default: 100.</summary>
    public int PendingPerAnswerer { get; init; } = 100;

    /// <summary>Most questions of one asker that may wait for one answerer: a quarter of all, so that one who asks for a day ahead leaves the others their places.</summary>
    public int PendingPerPair => Math.Max(1, PendingPerAnswerer / 4);

    /// <summary>Most streams of questions that may be open at a time; each holds a connection. Default: 2,000.</summary>
    public int Streams { get; init; } = 2000;
}
