using Pharos.Rego.Evaluate;

namespace Pharos.Rego.Partial;

/// <summary>What statements see: the known input and data, and what depends on an unknown. A <c>with</c> opens another.</summary>
internal sealed record PartialScope(EvaluationScope Known, Dependence Dependence, bool IsWith)
{
    public Unknowns Unknowns => Dependence.Unknowns;
}
