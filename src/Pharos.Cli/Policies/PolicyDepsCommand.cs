using System.CommandLine;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Rego;

namespace Pharos.Cli.Policies;

/// <summary><c>policy deps</c>: what does a query depend on?</summary>
internal sealed class PolicyDepsCommand : ICommandSpecification
{
    private readonly Option<string[]> _load = new("--load", "-d")
    {
        Description = "Policy or data file, or a folder of them; may be given again (default: the built-in policies)",
        HelpName = "PATH",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _experiments = PolicyDialect.ExperimentalKeywords();
    private readonly Argument<string> _query = new("QUERY") { Description = "A reference or a query" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "deps", "Name the stored documents and the rules that a query depends on", "pharos policy deps -d policies data.pharos.gate.deny")
        {
            _load, _experiments, _query,
        };
        command.SetAction(parse => Run(new CommandCall(parse, common)));
        return command;
    }

    private int Run(CommandCall call)
    {
        var paths = call.Value(_load)!;
        var sources = PolicyPaths.Load(paths.Length == 0 ? [PolicyPaths.Default] : paths);
        var outcome = RegoProgram.Compile(sources.Modules, sources.Data, PolicyDialect.Options(call, null, _experiments));
        if (outcome is not CompileOutcome.Compiled { Program: var program })
        {
            return PolicyDiagnostics.Report(call, ((CompileOutcome.Rejected)outcome).Diagnostics);
        }

        if (program.Dependencies(call.Value(_query)!, out var diagnostics) is not { } found)
        {
            return PolicyDiagnostics.Report(call, diagnostics);
        }

        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                Write(json, "base", found.Base);
                Write(json, "virtual", found.Virtual);
                json.WriteEndObject();
            });
            return ExitCode.Ok;
        }

        call.Output.WriteLine("Base documents");
        found.Base.ToList().ForEach(name => call.Output.WriteLine($"  {name}"));
        call.Output.WriteLine("Virtual documents");
        found.Virtual.ToList().ForEach(name => call.Output.WriteLine($"  {name}"));
        return ExitCode.Ok;
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> references)
    {
        json.WriteStartArray(name);
        foreach (var reference in references)
        {
            json.WriteStringValue(reference);
        }

        json.WriteEndArray();
    }
}
