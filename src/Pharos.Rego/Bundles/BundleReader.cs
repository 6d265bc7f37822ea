using System.Text;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;
using Pharos.Rego.Yaml;

namespace Pharos.Rego.Bundles;

/// <summary>Makes a bundle of its files, or says everything that is wrong with them.</summary>
public static class BundleReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Unpacks and reads an archive.</summary>
    public static BundleOutcome Read(Stream archive, BundleVerification verification, BundleLimits? limits = null) =>
        Read(BundleArchive.Read(archive, limits ?? BundleLimits.Default), verification);

    /// <summary>Reads collected files.</summary>
    public static BundleOutcome Read(BundleFilesOutcome files, BundleVerification verification) => files switch
    {
        BundleFilesOutcome.Collected collected => Read(collected.Files, verification),
        BundleFilesOutcome.Refused refused => new BundleOutcome.Refused([refused.Problem]),
        _ => throw new InvalidOperationException("An outcome without a case."),
    };

    /// <summary>Reads collected files.</summary>
    public static BundleOutcome Read(BundleFiles files, BundleVerification verification)
    {
        // The signature comes first: of files that somebody changed, nothing is parsed.
        var problems = new List<BundleProblem>();
        var signature = verification.Check(files, problems);
        if (problems.Count > 0)
        {
            return new BundleOutcome.Refused(problems);
        }

        var notes = new List<string>();
        var manifest = ReadManifest(files, problems, notes);
        var data = RegoObject.Empty;
        var modules = new List<RegoModule>();
        foreach (var file in files.All)
        {
            if (file.Path.EndsWith(BundleFileNames.Module, StringComparison.Ordinal))
            {
                ReadModule(file, manifest, modules, problems);
            }
            else if (file.Name is BundleFileNames.Data or BundleFileNames.YamlData or BundleFileNames.ShortYamlData)
            {
                data = ReadData(file, data, problems);
            }
            else if (file.Name is "policy.wasm" or "plan.json" or "plan.pb")
            {
                notes.Add($"{file.Path} is kept and never run: modules are evaluated as they are.");
            }
        }

        BundleScope.Check(manifest, modules, data, problems);
        var patch = files.TryGet(BundleFileNames.Patch, out var patchFile) ? PatchReader.Read(patchFile, manifest.Roots, problems) : null;
        if (patch is not null && (modules.Count > 0 || data.Count > 0))
        {
            problems.Add(new BundleProblem("bundle.delta", "A delta bundle holds patch.json and a manifest only; this one has modules or data as well.", BundleFileNames.Patch));
        }

        return problems.Count > 0
            ? new BundleOutcome.Refused(problems)
            : new BundleOutcome.Read(new Bundle { Manifest = manifest, Modules = modules, Data = data, Patch = patch, Signature = signature, Notes = notes });
    }

    private static BundleManifest ReadManifest(BundleFiles files, List<BundleProblem> problems, List<string> notes)
    {
        var manifests = files.All.Where(file => file.Name is BundleFileNames.Manifest).ToList();
        if (manifests.Count > 1)
        {
            problems.Add(new BundleProblem("bundle.manifest", $"There are several manifests: {string.Join(", ", manifests.Select(file => file.Path))}. A bundle has one.", manifests[1].Path));
        }

        if (files.All.FirstOrDefault(file => file.Name == ".manifest.pb") is { } binary)
        {
            problems.Add(new BundleProblem("bundle.manifest", "A manifest in protobuf form is not read; write it as JSON to .manifest.", binary.Path));
        }

        return manifests is [var file] ? ManifestReader.Read(file, problems, notes) : BundleManifest.Empty;
    }

    private static void ReadModule(BundleFile file, BundleManifest manifest, List<RegoModule> modules, List<BundleProblem> problems)
    {
        if (!RegoModule.TryRead(file.Path, file.Content.Span, out var module, out var illegal))
        {
            problems.Add(BundleProblem.Of(illegal));
            return;
        }

        module = module with { Version = manifest.VersionOf(file.Path) };
        var (_, errors) = Parser.ParseModule(module);
        problems.AddRange(errors.Select(BundleProblem.Of));
        modules.Add(module);
    }

    private static RegoObject ReadData(BundleFile file, RegoObject data, List<BundleProblem> problems)
    {
        if (Text(file, problems) is not { } text)
        {
            return data;
        }

        var (value, error) = file.Name == BundleFileNames.Data
            ? RegoValue.TryParseJson(file.Content.Span, out var json, out var wrong) ? (json, null) : ((RegoValue?)null, $"This is not JSON: {wrong}")
            : RegoYaml.TryParse(text, out var yaml, out var illegal) ? (yaml, null) : (null, $"This is not YAML: {illegal}");
        if (value is null)
        {
            problems.Add(new BundleProblem("bundle.data", error!, file.Path));
            return data;
        }

        var folder = file.Path[..^file.Name.Length].TrimEnd('/');
        if (DataTree.At(folder.Length == 0 ? [] : folder.Split('/'), value) is not RegoObject document)
        {
            problems.Add(new BundleProblem("bundle.data", $"The document at the root of data must be an object, and is {value.KindName}.", file.Path));
            return data;
        }

        return DataTree.Merge(data, document, path => problems.Add(new BundleProblem("bundle.data", $"There is a value at {path} already, from another file.", file.Path)));
    }

    private static string? Text(BundleFile file, List<BundleProblem> problems)
    {
        try
        {
            return Strict.GetString(file.Content.Span);
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new BundleProblem("bundle.encoding", "The file is not UTF-8.", file.Path));
            return null;
        }
    }
}
