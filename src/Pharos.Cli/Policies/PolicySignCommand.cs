using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Rego.Bundles;

namespace Pharos.Cli.Policies;

/// <summary><c>policy sign</c>: writes the signature of a folder laid out as a bundle, as <c>opa sign</c> does.</summary>
internal sealed class PolicySignCommand : ICommandSpecification
{
    private readonly Argument<string> _path = new("PATH") { Description = "A folder laid out as a bundle, or a bundle" };
    private readonly Option<bool> _bundle = new("--bundle", "-b") { Description = "Accepted for opa's sake: the path is always a bundle" };
    private readonly Option<string> _output = new("--output-file-path", "-o") { Description = "Folder for .signatures.json", HelpName = "DIR", DefaultValueFactory = _ => "." };
    private readonly BundleSigningOptions _signing = new();

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "sign",
            "Sign a bundle's files: write .signatures.json, whose place is in the bundle itself",
            "pharos policy sign --signing-key private.pem --signing-key-id acme -o my-policies my-policies",
            "pharos policy sign --signing-key secret.txt --signing-alg HS256 -o my-policies my-policies")
        {
            _path, _bundle, _output,
        };
        _signing.AddTo(command);
        command.SetAction(parse => Run(new CommandCall(parse, common)));
        return command;
    }

    private int Run(CommandCall call)
    {
        if (!_signing.IsGiven(call))
        {
            return call.Misuse("--signing-key is missing: the private key (PEM, JWK) or, for HS256 and its kin, the secret.");
        }

        var (signer, wrong) = _signing.Read(call);
        if (signer is null)
        {
            return call.Misuse(wrong!);
        }

        var found = BundleInput.Files(call.Value(_path)!, []);
        if (found is BundleFilesOutcome.Refused refused)
        {
            return BundleInput.Report(call, [refused.Problem]);
        }

        var files = ((BundleFilesOutcome.Collected)found).Files;
        var (signatures, problem) = signer.Sign(files);
        if (signatures is null)
        {
            return BundleInput.Report(call, [problem!]);
        }

        var output = Path.Combine(call.Value(_output)!, BundleFileNames.Signatures);
        Directory.CreateDirectory(call.Value(_output)!);
        File.WriteAllBytes(output, signatures.Content.Span);
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("signatures", output);
                json.WriteNumber("files", files.All.Count(file => file.Path != BundleFileNames.Signatures));
                json.WriteEndObject();
            });
        }
        else
        {
            call.Output.WriteLine($"{output} covers {files.All.Count(file => file.Path != BundleFileNames.Signatures)} files.");
        }

        return ExitCode.Ok;
    }
}
