using Pharos.Rego.Values;

namespace Pharos.Gate.Definitions;

/// <summary>A definition as it is kept.</summary>
/// <param name="Hash">SHA-256 of the whole definition as canonical JSON.</param>
/// <param name="Members">Its members.</param>
public sealed record DefinitionText(string Hash, IReadOnlyList<DefinitionMember> Members)
{
    /// <summary>What is kept of a definition.</summary>
    public static DefinitionText Of(RegoObject definition) => new(DefinitionMember.HashOf(definition), DefinitionMember.Of(definition));
}
