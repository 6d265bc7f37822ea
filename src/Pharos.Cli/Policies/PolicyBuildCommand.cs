using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Pharos.Rego.Bundles;

namespace Pharos.Cli.Policies;

/// <summary><c>policy build</c>: makes a bundle, as <c>opa build</c> does.</summary>
internal sealed class PolicyBuildCommand : ICommandSpecification
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Policies and data: folders, files or (with -b) bundles", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _bundle = new("--bundle", "-b") { Description = "The paths are laid out as bundles: read their manifests, verify their signatures, merge them" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The bundle to write", HelpName = "FILE", DefaultValueFactory = _ => "bundle.tar.gz" };
    private readonly Option<string?> _revision = new("--revision", "-r") { Description = "Name of this state, such as a commit", HelpName = "TEXT" };
    private readonly Option<string[]> _ignore = new("--ignore") { Description = "Pattern of files and folders to leave out; may be given again", HelpName = "PATTERN", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _entrypoints = new("--entrypoint", "-e") { Description = "A document that must be there, as pharos/gate/deny; may be given again", HelpName = "PATH", DefaultValueFactory = _ => [] };
    private readonly Option<int> _optimize = new("--optimize", "-O") { Description = "Only 0: bundles hold the modules as they are", HelpName = "N" };
    private readonly BundleVerificationOptions _verification = new();
    private readonly BundleSigningOptions _signing = new();

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "build",
            "Make a bundle of policies and data: the same input gives the same bytes",
            "pharos policy build -b my-policies -o acme.tar.gz --revision $(git rev-parse HEAD)",
            "pharos policy build -b my-policies --signing-key private.pem --signing-key-id acme",
            "pharos policy build -b my-policies --ignore '*_test.rego'")
        {
            _paths, _bundle, _output, _revision, _ignore, _entrypoints, _optimize,
        };
        _verification.AddTo(command);
        _signing.AddTo(command);
        command.SetAction(parse => Run(new CommandCall(parse, common)));
        return command;
    }

    private int Run(CommandCall call)
    {
        if (call.Value(_optimize) != 0)
        {
            return call.Misuse("--optimize: bundles hold the modules as they are, and optimising rewrites them. Leave it out; a program is indexed and folded when it is compiled.");
        }

        var (verification, wrong) = _verification.Read(call, _signing.Algorithm(call));
        if (verification is null)
        {
            return call.Misuse(wrong!);
        }

        var outcome = call.Value(_bundle) ? ReadBundles(call, verification) : ReadPaths(call);
        if (outcome is BundleOutcome.Refused refused)
        {
            return BundleInput.Report(call, refused.Problems);
        }

        var bundle = ((BundleOutcome.Read)outcome).Bundle;
        if (call.Value(_revision) is { } revision)
        {
            bundle = bundle with { Manifest = bundle.Manifest with { Revision = revision } };
        }

        return Check(call, bundle) ?? Write(call, bundle);
    }

    private BundleOutcome ReadBundles(CommandCall call, BundleVerification verification)
    {
        var bundles = new List<(string Name, Bundle Bundle)>();
        var problems = new List<BundleProblem>();
        foreach (var path in call.Value(_paths)!)
        {
            switch (BundleInput.Read(path, call.Value(_ignore)!, verification))
            {
                case BundleOutcome.Read read:
                    bundles.Add((path, read.Bundle));
                    break;
                case BundleOutcome.Refused refused:
                    problems.AddRange(refused.Problems);
                    break;
            }
        }

        return problems.Count > 0 ? new BundleOutcome.Refused(problems) : BundleMerge.Merge(bundles);
    }

    private BundleOutcome ReadPaths(CommandCall call)
    {
        var files = new BundleFiles();
        foreach (var path in call.Value(_paths)!)
        {
            var isFolder = Directory.Exists(path);
            var found = isFolder ? BundleInput.Files(path, call.Value(_ignore)!) : BundlePathFile(path);
            if (found is BundleFilesOutcome.Refused refused)
            {
                return new BundleOutcome.Refused([refused.Problem]);
            }

            foreach (var file in ((BundleFilesOutcome.Collected)found).Files.All)
            {
                if (file.Name is BundleFileNames.Manifest or BundleFileNames.Signatures)
                {
                    call.Error.WriteLine($"pharos: {Path.Combine(path, file.Path)} is ignored without -b.");
                }
                else if (!files.TryAdd(file))
                {
                    return new BundleOutcome.Refused([new BundleProblem("bundle.duplicate", $"Two of the paths hold the file {file.Path}.", file.Path)]);
                }
            }
        }

        return BundleReader.Read(files, BundleVerification.NoKeys);
    }

    private static BundleFilesOutcome BundlePathFile(string path)
    {
        var files = new BundleFiles();
        files.TryAdd(new BundleFile(Path.GetFileName(path), File.ReadAllBytes(path)));
        return new BundleFilesOutcome.Collected(files);
    }

    private int? Check(CommandCall call, Bundle bundle)
    {
        if (bundle.Patch is not null)
        {
            return null;
        }

        if (RegoProgram.Compile(bundle.Modules, bundle.Data) is CompileOutcome.Rejected rejected)
        {
            return PolicyDiagnostics.Report(call, rejected.Diagnostics);
        }

        var packages = bundle.Modules.Select(BundlePackage.Of).OfType<IReadOnlyList<string>>().ToList();
        foreach (var entrypoint in call.Value(_entrypoints)!)
        {
            var parts = entrypoint.Trim('/').Split('/');
            if (!packages.Any(package => package.Take(parts.Length).SequenceEqual(parts.Take(package.Count))) && DataTree.Find(bundle.Data, parts) is null)
            {
                return call.Fail("policy.entry-point", $"Nothing in the bundle defines the entry point {entrypoint}.");
            }
        }

        return null;
    }

    private int Write(CommandCall call, Bundle bundle)
    {
        var files = BundleWriter.Files(bundle);
        if (_signing.IsGiven(call))
        {
            var (signer, wrong) = _signing.Read(call);
            if (signer is null)
            {
                return call.Misuse(wrong!);
            }

            var (signatures, problem) = signer.Sign(files);
            if (signatures is null)
            {
                return call.Fail(problem!.Code, problem.Message);
            }

            files.TryAdd(signatures);
        }

        var archive = BundleArchive.Write(files);
        var output = call.Value(_output)!;
        File.WriteAllBytes(output, archive);
        foreach (var note in bundle.Notes)
        {
            call.Error.WriteLine($"pharos: {note}");
        }

        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("bundle", output);
                json.WriteNumber("bytes", archive.Length);
                json.WriteNumber("files", files.All.Count);
                json.WriteString("revision", bundle.Manifest.Revision);
                json.WriteBoolean("signed", _signing.IsGiven(call));
                json.WriteEndObject();
            });
        }
        else
        {
            call.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{output}: {bundle.Modules.Count} modules, {archive.Length} bytes{(_signing.IsGiven(call) ? ", signed" : "")}. Look into it: pharos policy inspect {output}"));
        }

        return ExitCode.Ok;
    }
}
