using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Policies;

/// <summary>What a bundle is made of.</summary>
/// <param name="Modules">Rego modules by id; ids are unique.</param>
/// <param name="Data">The base document <c>data</c>.</param>
public sealed record PolicySources(IReadOnlyList<RegoModule> Modules, RegoObject Data);
