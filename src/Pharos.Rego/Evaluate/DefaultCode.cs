using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>The value of a default rule, which has no body and brings its own frame.</summary>
internal sealed class DefaultCode(TermCode value, int slots) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame) => value.Evaluate(machine, new Slot[slots]);
}
