using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Pharos.Rego.Conformance;
using Spectre.Console;

namespace Pharos.Cli.Policies;

/// <summary><c>policy conformance</c>: how much of a conformance set does this engine pass?</summary>
internal sealed class PolicyConformanceCommand : ICommandSpecification
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The folder with the cases: YAML files as Open Policy Agent keeps them" };
    private readonly Option<bool> _v0 = new("--v0") { Description = "Read modules and queries as Rego before OPA 1.0" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("conformance", "Run a tree of conformance cases and name those that fail", "pharos policy conformance opa/v1/test/cases/testdata/v1")
        {
            _folder, _v0,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        var folder = call.Value(_folder)!;
        if (!Directory.Exists(folder))
        {
            return call.Fail("policy.none", $"There is no folder {folder}.");
        }

        var options = CompileOptions.Default with { RegoVersion = call.Value(_v0) ? RegoVersion.V0 : RegoVersion.V1 };
        var report = ConformanceReport.Run(folder, options, cancellationToken);
        if (call.IsJson)
        {
            WriteJson(call, report);
        }
        else
        {
            WriteTable(call, report);
        }

        return report.Total == 0 ? call.Fail("policy.none", $"There are no cases below {folder}.")
            : report.Passed < report.Total ? ExitCode.Failed
            : ExitCode.Ok;
    }

    private static void WriteJson(CommandCall call, ConformanceReport report) => call.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("passed", report.Passed);
        json.WriteNumber("total", report.Total);
        json.WriteStartObject("folders");
        foreach (var folder in report.Folders)
        {
            json.WriteStartObject(folder.Name);
            json.WriteNumber("passed", folder.Passed);
            json.WriteNumber("total", folder.Total);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("failures");
        foreach (var failure in report.Failures)
        {
            json.WriteStartObject();
            json.WriteString("note", failure.Note);
            json.WriteString("why", failure.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteTable(CommandCall call, ConformanceReport report)
    {
        var table = new Table().AddColumns("Folder", "Passed", "Total");
        foreach (var folder in report.Folders)
        {
            table.AddRow(Markup.Escape(folder.Name), Number(folder.Passed), Number(folder.Total));
        }

        call.WriteTable(table);
        foreach (var failure in report.Failures)
        {
            call.Output.WriteLine($"FAIL {failure.Folder} | {failure.Note} | {failure.Why.ReplaceLineEndings(" ")}");
        }

        call.Output.WriteLine($"{report.Passed} of {report.Total} cases pass.");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
