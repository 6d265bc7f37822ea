using System.Diagnostics.CodeAnalysis;
using Pharos.Rego;
using Pharos.Rego.Bundles;

namespace Pharos.Policies;

/// <summary>A bundle that has its part in deciding. It owns its roots: what the base folder has there is set aside.</summary>
/// <param name="Name">The name it goes by here.</param>
/// <param name="Revision">The author's name for this state.</param>
/// <param name="Roots">What it owns.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="KeyId">The key that verified it; null where nobody signed.</param>
/// <param name="Sources">Its modules, tests among them, and its data.</param>
public sealed record ActiveBundle(string Name, string Revision, IReadOnlyList<string> Roots, BundleOrigin Origin, string? KeyId, PolicySources Sources)
{
    /// <summary>Longest name in characters.</summary>
    public const int MaximumNameCharacters = 64;

    /// <summary>The name of a bundle that was uploaded without one.</summary>
    public const string DefaultName = "main";

    /// <summary>Names its content.</summary>
    public string Digest => PolicyVersion.Of(Sources);

    /// <summary>Takes over what was read.</summary>
    public static ActiveBundle Of(string name, Bundle bundle, BundleOrigin origin) => new(
        name, bundle.Manifest.Revision, bundle.Manifest.Roots, origin, bundle.Signature is { IsVerified: true } signature ? signature.KeyId ?? "" : null, new PolicySources(bundle.Modules, bundle.Data));

    /// <summary>The modules that decide, under ids that name the bundle.</summary>
    public IEnumerable<RegoModule> Deciding => Sources.Modules.Where(module => !IsTest(module)).Select(Named);

    /// <summary>The modules with tests.</summary>
    public IEnumerable<RegoModule> Tests => Sources.Modules.Where(IsTest).Select(Named);

    /// <summary>Whether a text can name a bundle: it becomes a part of the ids of its modules.</summary>
    public static bool IsName([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaximumNameCharacters } && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static bool IsTest(RegoModule module) => module.Id.EndsWith(BundleFileNames.Test, StringComparison.Ordinal);

    private RegoModule Named(RegoModule module) => module with { Id = $"bundles/{Name}/{module.Id}" };
}
