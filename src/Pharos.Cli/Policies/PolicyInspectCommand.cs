using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Rego.Bundles;
using Pharos.Rego.Values;
using Spectre.Console;

namespace Pharos.Cli.Policies;

/// <summary><c>policy inspect</c>: what is in a bundle, as <c>opa inspect</c> shows it.</summary>
internal sealed class PolicyInspectCommand : ICommandSpecification
{
    private readonly Argument<string> _path = new("PATH") { Description = "A bundle, or a folder laid out as one" };
    private readonly Option<bool> _annotations = new("--annotations", "-a") { Description = "Also show the annotations of packages and rules" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "inspect", "Show a bundle's manifest, namespaces, annotations and signature; the signature is read, not verified", "pharos policy inspect acme.tar.gz", "pharos policy inspect my-policies -a --json")
        {
            _path, _annotations,
        };
        command.SetAction(parse => Run(new CommandCall(parse, common)));
        return command;
    }

    private int Run(CommandCall call)
    {
        var path = call.Value(_path)!;
        var found = BundleInput.Files(path, []);
        var outcome = BundleReader.Read(found, BundleVerification.Skipped);
        if (outcome is BundleOutcome.Refused refused)
        {
            return BundleInput.Report(call, refused.Problems);
        }

        var inspection = BundleInspection.Of(((BundleFilesOutcome.Collected)found).Files, ((BundleOutcome.Read)outcome).Bundle, call.Value(_annotations));
        if (call.IsJson)
        {
            call.Output.WriteLine(inspection.ToJson());
            return ExitCode.Ok;
        }

        Print(call, inspection);
        return ExitCode.Ok;
    }

    private static void Print(CommandCall call, RegoObject inspection)
    {
        call.Output.WriteLine("MANIFEST:");
        var manifest = new Table().AddColumns("Field", "Value");
        foreach (var (field, value) in (RegoObject)DataTree.Find(inspection, ["manifest"])!)
        {
            manifest.AddRow(Markup.Escape(Text(field)), Markup.Escape(Text(value)));
        }

        call.WriteTable(manifest);
        call.Output.WriteLine("NAMESPACES:");
        var namespaces = new Table().AddColumns("Namespace", "File");
        foreach (var (name, files) in (RegoObject)DataTree.Find(inspection, ["namespaces"])!)
        {
            foreach (var file in (RegoArray)files)
            {
                namespaces.AddRow(Markup.Escape(Text(name)), Markup.Escape(Text(file)));
            }
        }

        call.WriteTable(namespaces);
        foreach (var annotation in DataTree.Find(inspection, ["annotations"]) as RegoArray ?? RegoArray.Empty)
        {
            call.Output.WriteLine($"ANNOTATION: {annotation.ToJson()}");
        }

        call.Output.WriteLine(DataTree.Find(inspection, ["signatures_config"]) is RegoObject signature ? $"SIGNATURE (not verified): {signature.ToJson()}" : "Not signed.");
        foreach (var note in DataTree.Find(inspection, ["notes"]) as RegoArray ?? RegoArray.Empty)
        {
            call.Output.WriteLine($"Note: {Text(note)}");
        }
    }

    private static string Text(RegoValue value) => value is RegoString text ? text.Value : value.ToJson();
}
