using Pharos.Proposals;

namespace Pharos.Server.Policies;

/// <summary>What came of writing data.</summary>
internal abstract record DataWriteOutcome
{
    private DataWriteOutcome()
    {
    }

    /// <summary>It is durable and decides.</summary>
    public sealed record Written : DataWriteOutcome;

    /// <summary>It was to be written only where nothing stands, and something does.</summary>
    public sealed record Exists : DataWriteOutcome;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(Problem Problem) : DataWriteOutcome;
}
