namespace Pharos.Cli.Bench.Mutations;

/// <summary>Every way an attack is hidden from a gate that reads text.</summary>
internal static class AttackMutations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
        [.. QuotingMutations.All, .. VariableMutations.All, .. WrapperMutations.All, .. FlagMutations.All, .. CharacterMutations.All, .. IndirectionMutations.All];
}
