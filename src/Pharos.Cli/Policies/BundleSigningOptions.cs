using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Rego.Bundles;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>The options that sign a bundle, as <c>opa</c> names them.</summary>
internal sealed class BundleSigningOptions
{
    private readonly Option<string?> _key = new("--signing-key") { Description = "PEM or JWK file of the private key, or of the secret; for HS256 and its kin also the secret itself", HelpName = "FILE|SECRET" };
    private readonly Option<string> _algorithm = new("--signing-alg") { Description = "Algorithm of the signature", HelpName = "NAME", DefaultValueFactory = _ => "RS256" };
    private readonly Option<string?> _claims = new("--claims-file") { Description = "JSON file with further claims, such as scope and keyid", HelpName = "FILE" };
    private readonly Option<string?> _keyId = new("--signing-key-id") { Description = "Id that verifiers know the key by", HelpName = "ID" };

    /// <summary>Whether a signature is wanted.</summary>
    public bool IsGiven(CommandCall call) => call.Value(_key) is not null;

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _algorithm.AcceptOnlyFromAmong([.. JsonWebSignature.Algorithms]);
        command.Options.Add(_key);
        command.Options.Add(_algorithm);
        command.Options.Add(_keyId);
        command.Options.Add(_claims);
    }

    /// <summary>The algorithm, which verification shares.</summary>
    public string Algorithm(CommandCall call) => call.Value(_algorithm)!;

    /// <summary>Makes the signer, or says what is wrong.</summary>
    public (BundleSigner? Signer, string? Error) Read(CommandCall call)
    {
        var algorithm = Algorithm(call);
        var text = BundleInput.KeyText(call.Value(_key)!, algorithm);
        if (text is null || !SignatureKey.TryRead(algorithm, text, out var key, out var error))
        {
            return (null, $"--signing-key is no key for {algorithm}: {(text is null ? "there is no such file" : "it must be PEM, a JSON Web Key or, for HS256 and its kin, a secret")}.");
        }

        if (!key.CanSign)
        {
            return (null, "--signing-key is a public key; the private one signs.");
        }

        var claims = call.Value(_claims) is { } file ? PolicyPaths.ReadDocument(file) as RegoObject ?? throw new InvalidDataException($"{file} must hold a JSON object.") : null;
        return (new BundleSigner(algorithm, key, call.Value(_keyId), claims), null);
    }
}
