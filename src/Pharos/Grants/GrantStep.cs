using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Grants;

/// <summary>What granting or revoking would append, or why it may not be done. Nothing is recorded until whoever asked appends it, together with what belongs to it.</summary>
internal abstract record GrantStep
{
    private GrantStep()
    {
    }

    /// <summary>Events, and the version of the grants' stream that they rest on.</summary>
    public sealed record Append(IReadOnlyList<NewEvent> Events, ExpectedVersion Expected) : GrantStep;

    /// <summary>Nothing may be appended.</summary>
    public sealed record Refuse(Problem Problem) : GrantStep;
}
