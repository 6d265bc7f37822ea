namespace Pharos.Rego.Bundles;

/// <summary>What a bundle's signature is held against.</summary>
public sealed record BundleVerification
{
    /// <summary>No key: unsigned bundles pass, signed ones are refused, because a signature that nobody checks protects nobody.</summary>
    public static BundleVerification NoKeys { get; } = new();

    /// <summary>The signature is read and not verified: for looking into a bundle, never for using it.</summary>
    public static BundleVerification Skipped { get; } = new() { IsSkipped = true };

    /// <summary>The known keys by their ids. Where there is one, an unsigned bundle is refused: else leaving the signature out would be enough to get past it.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyDictionary<string, BundleKey> Keys { get; init; } = new Dictionary<string, BundleKey>(StringComparer.Ordinal);

    /// <summary>The key that must have signed. Null takes the one of <see cref="Keys"/> that the signature names.</summary>
    public string? KeyId { get; init; }

    /// <summary>What the signature must be good for, instead of the key's own scope.</summary>
    public string? Scope { get; init; }

    /// <summary>Patterns of paths that need not be signed.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Whether signatures are only read.</summary>
    public bool IsSkipped { get; private init; }

    /// <summary>Holds files against their signature; every file added, removed or changed since is a problem.</summary>
    internal BundleSignature? Check(BundleFiles files, List<BundleProblem> problems)
    {
        if (!files.TryGet(BundleFileNames.Signatures, out var file))
        {
            if ((KeyId is not null || Keys.Count > 0) && !IsSkipped)
            {
                var required = KeyId is null ? $"keys to verify bundles with are configured ({string.Join(", ", Keys.Keys.Order(StringComparer.Ordinal))})" : $"the key \"{KeyId}\" is required";
                problems.Add(new BundleProblem("bundle.unsigned", $"The bundle is not signed, and {required}. Sign it with \"pharos policy sign\" or \"policy build --signing-key\"."));
            }

            return null;
        }

        if (SignatureToken.Read(file, problems) is not { } token)
        {
            return null;
        }

        return IsSkipped ? token.Signature
            : IsTrusted(token, problems) && AreUnchanged(files, token.Signature, problems) ? token.Signature with { IsVerified = true }
            : null;
    }

    private bool IsTrusted(SignatureToken token, List<BundleProblem> problems)
    {
        var id = KeyId ?? token.Signature.KeyId;
        var problem = Keys.Count == 0 ? "The bundle is signed, and no key to verify it with is configured."
            : id is null ? "The signature names no key, and none is configured for this bundle."
            : !Keys.TryGetValue(id, out var key) ? $"The bundle is signed with the key \"{id}\", which is not among the configured ones ({string.Join(", ", Keys.Keys.Order(StringComparer.Ordinal))})."
            : !token.Parts.IsSignedBy(key.Algorithm, key.Key) ? $"The signature is not that of the key \"{id}\" with {key.Algorithm}: the bundle was changed, or signed by somebody else."
            : token.Signature.Scope != (Scope ?? key.Scope) ? $"The signature is good for the scope \"{token.Signature.Scope}\"; \"{Scope ?? key.Scope}\" is required."
            : null;
        if (problem is not null)
        {
            problems.Add(new BundleProblem("bundle.signature", problem, BundleFileNames.Signatures));
        }

        return problem is null;
    }

    private bool AreUnchanged(BundleFiles files, BundleSignature signature, List<BundleProblem> problems)
    {
        var signed = new Dictionary<string, SignedFile>(StringComparer.Ordinal);
        foreach (var file in signature.Files)
        {
            signed[file.Name] = file;
        }

        foreach (var file in files.All.Where(file => file.Path != BundleFileNames.Signatures))
        {
            var isKnown = signed.Remove(file.Path, out var expected);
            if (Exclude.Any(pattern => FilePattern.IsMatch(pattern, file.Path)))
            {
                continue;
            }

            if (!isKnown)
            {
                problems.Add(new BundleProblem("bundle.file-added", "The file is not covered by the signature: it was added after signing.", file.Path));
                continue;
            }

            var (hash, problem) = BundleHash.Of(file, expected!.Algorithm);
            if (hash is null)
            {
                problems.Add(problem!);
            }
            else if (!hash.Equals(expected.Hash, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(new BundleProblem("bundle.file-changed", $"The file was changed after signing: its {expected.Algorithm} digest is {hash}, the signature says {expected.Hash}.", file.Path));
            }
        }

        problems.AddRange(signed.Keys.Order(StringComparer.Ordinal).Select(name => new BundleProblem("bundle.file-removed", "The signature covers this file, and the bundle does not hold it.", name)));
        return problems.Count == 0;
    }
}
