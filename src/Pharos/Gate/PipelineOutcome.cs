using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate;

/// <summary>What came of a request to decide.</summary>
public abstract record PipelineOutcome
{
    private PipelineOutcome()
    {
    }

    /// <summary>A decision that is durable.</summary>
    /// <param name="Answer">The answer with its position.</param>
    /// <param name="Facts">The facts it rests on.</param>
    /// <param name="IsRepeat">True when the operation had been decided before and this is its current answer.</param>
    public sealed record Answered(Answer Answer, RegoValue Facts, bool IsRepeat) : PipelineOutcome
    {
        /// <summary>The same facts as masked JSON, where they were written before; empty where they must be written anew.</summary>
        public ReadOnlyMemory<byte> MaskedFacts { get; init; }
    }

    /// <summary>No decision was made; the caller must not act.</summary>
    public sealed record Refused(Problem Problem) : PipelineOutcome;
}
