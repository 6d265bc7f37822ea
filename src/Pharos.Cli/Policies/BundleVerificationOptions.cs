using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Rego.Bundles;
using Pharos.Rego.Tokens;

namespace Pharos.Cli.Policies;

/// <summary>The options that verify a bundle, as <c>opa</c> names them.</summary>
internal sealed class BundleVerificationOptions
{
    private readonly Option<string?> _key = new("--verification-key") { Description = "PEM or JWK file of the public key, or of the secret", HelpName = "FILE|SECRET" };
    private readonly Option<string> _keyId = new("--verification-key-id") { Description = "Id of that key", HelpName = "ID", DefaultValueFactory = _ => "default" };
    private readonly Option<string?> _scope = new("--scope") { Description = "What the signature must be good for", HelpName = "SCOPE" };
    private readonly Option<string[]> _exclude = new("--exclude-files-verify") { Description = "Pattern of files that need not be signed; may be given again", HelpName = "PATTERN", DefaultValueFactory = _ => [] };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_key);
        command.Options.Add(_keyId);
        command.Options.Add(_scope);
        command.Options.Add(_exclude);
    }

    /// <summary>Makes the verification; without a key signed bundles are refused.</summary>
    public (BundleVerification? Verification, string? Error) Read(CommandCall call, string algorithm)
    {
        if (call.Value(_key) is not { } given)
        {
            return (BundleVerification.NoKeys, null);
        }

        if (BundleInput.KeyText(given, algorithm) is not { } text || !SignatureKey.TryRead(algorithm, text, out var key, out _))
        {
            return (null, $"--verification-key is no key for {algorithm}: a file with PEM, a JSON Web Key or, for HS256 and its kin, a secret is expected.");
        }

        return (new BundleVerification
        {
            KeyId = call.Value(_keyId),
            Keys = new Dictionary<string, BundleKey> { [call.Value(_keyId)!] = new(algorithm, key) },
            Scope = call.Value(_scope),
            Exclude = call.Value(_exclude)!,
        }, null);
    }
}
