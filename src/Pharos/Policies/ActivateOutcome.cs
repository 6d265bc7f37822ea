using Pharos.Rego;

namespace Pharos.Policies;

/// <summary>What came of activating policies.</summary>
public abstract record ActivateOutcome
{
    private ActivateOutcome()
    {
    }

    /// <summary>They decide from now on.</summary>
    /// <param name="Bundle">The new bundle.</param>
    /// <param name="IsNew">False when the same content was active already.</param>
    public sealed record Activated(PolicyBundle Bundle, bool IsNew) : ActivateOutcome;

    /// <summary>They do not compile; the old ones stay.</summary>
    public sealed record Refused(IReadOnlyList<RegoDiagnostic> Diagnostics) : ActivateOutcome;
}
