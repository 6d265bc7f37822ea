using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// A place of a frame. It is a struct because storing into an array of a class with subclasses checks the type of what is stored, which took a sixth of the time of
/// a small policy.
/// </summary>
internal struct Slot
{
    /// <summary>The value; null while the variable has none.</summary>
    public RegoValue? Value;
}
