namespace Pharos.Cli.Bench.Mutations;

/// <summary>A way to write the same commands differently.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Keeps">What bash makes of the rewritten text.</param>
/// <param name="Apply">The rewritten text; null where it cannot be applied.</param>
internal sealed record Mutation(string Name, Kept Keeps, Func<MutationInput, string?> Apply);

/// <summary>What stays the same when a text is rewritten.</summary>
internal enum Kept
{
    /// <summary>The same programs run with the same arguments.</summary>
    Arguments,

    /// <summary>The same programs run, spelling their flags differently or through one more program.</summary>
    Effects,

    /// <summary>A person takes it for the same; bash does not.</summary>
    Appearance,
}
