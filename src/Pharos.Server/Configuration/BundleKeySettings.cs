using Pharos.Rego.Bundles;
using Pharos.Rego.Tokens;

namespace Pharos.Server.Configuration;

/// <summary>A key that bundles are verified with.</summary>
/// <param name="File">The file it was read from.</param>
/// <param name="Key">The key.</param>
public sealed record BundleKeySettings(string File, BundleKey Key)
{
    private const int MaximumKeyBytes = 64 * 1024;

    internal static Dictionary<string, BundleKeySettings> Read(SettingsTree tree)
    {
        var keys = new Dictionary<string, BundleKeySettings>(StringComparer.Ordinal);
        foreach (var (id, node) in tree.Map("policies.keys"))
        {
            var path = $"policies.keys.{id}";
            var members = tree.Members(path, node, "algorithm", "file", "scope");
            var algorithm = members.GetValueOrDefault("algorithm", "RS256");
            if (!JsonWebSignature.Algorithms.Contains(algorithm, StringComparer.Ordinal))
            {
                tree.Report($"{path}.algorithm", algorithm, string.Join(", ", JsonWebSignature.Algorithms));
            }
            else if (!members.TryGetValue("file", out var file) || !Path.IsPathRooted(file) || ReadText(file) is not { } text)
            {
                tree.Report($"{path}.file", members.GetValueOrDefault("file"), "the absolute path of a readable file with the public key (PEM or JWK) or, for HS256 and its kin, the secret");
            }
            else if (!SignatureKey.TryRead(algorithm, text, out var key, out var error))
            {
                tree.Report($"{path}.file", file, $"a key for {algorithm}: {error}");
            }
            else
            {
                keys[id] = new BundleKeySettings(file, new BundleKey(algorithm, key, members.GetValueOrDefault("scope", "")));
            }
        }

        return keys;
    }

    private static string? ReadText(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: <= MaximumKeyBytes } ? System.IO.File.ReadAllText(file).TrimEnd('\r', '\n') : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
