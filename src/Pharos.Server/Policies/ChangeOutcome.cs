using Pharos.Policies;
using Pharos.Rego.Bundles;

namespace Pharos.Server.Policies;

/// <summary>What came of a change of the policies as a whole.</summary>
internal abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>They decide from now on.</summary>
    /// <param name="Bundle">What decides.</param>
    /// <param name="IsNew">False when nothing changed.</param>
    public sealed record Done(PolicyBundle Bundle, bool IsNew) : ChangeOutcome;

    /// <summary>They are refused, and those that decided go on.</summary>
    /// <param name="Code">Stable code.</param>
    /// <param name="Message">What was refused.</param>
    /// <param name="Problems">Everything that is wrong.</param>
    public sealed record Refused(string Code, string Message, IReadOnlyList<BundleProblem> Problems) : ChangeOutcome;
}
