using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>One change of a delta bundle.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Path">The parts of the place in <c>data</c>.</param>
/// <param name="Value">The new value; null for a removal.</param>
public sealed record BundlePatchOperation(BundlePatchKind Kind, IReadOnlyList<string> Path, RegoValue? Value);
