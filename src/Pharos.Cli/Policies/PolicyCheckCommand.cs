using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Rego;

namespace Pharos.Cli.Policies;

/// <summary><c>policy check</c>: do these policies compile?</summary>
internal sealed class PolicyCheckCommand : ICommandSpecification
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Files and folders", Arity = ArgumentArity.OneOrMore };

    private readonly Option<bool> _strict = new("--strict", "-S") { Description = "Also refuse unused imports, variables and arguments, and what v1 forbids of v0" };
    private readonly Option<bool> _v0 = new("--v0", "--v0-compatible") { Description = "Read modules as Rego before OPA 1.0" };
    private readonly Option<bool> _experiments = PolicyDialect.ExperimentalKeywords();

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("check", "Parse and compile policies; show every error with file and line", "pharos policy check policies", "pharos policy check --strict policies")
        {
            _paths, _strict, _v0, _experiments,
        };
        command.SetAction(parse => Run(new CommandCall(parse, common)));
        return command;
    }

    private int Run(CommandCall call)
    {
        var sources = PolicyPaths.Load(call.Value(_paths)!);
        if (RegoProgram.Compile(sources.Modules, sources.Data, PolicyDialect.Options(call, _v0, _experiments) with { Strict = call.Value(_strict) }) is CompileOutcome.Rejected rejected)
        {
            return PolicyDiagnostics.Report(call, rejected.Diagnostics);
        }

        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("modules", sources.Modules.Count);
                json.WriteStartArray("errors");
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
        else
        {
            call.Output.WriteLine($"{sources.Modules.Count} modules compile.");
        }

        return sources.Modules.Count == 0 ? call.Fail("policy.none", "There is no .rego file at the given paths.") : ExitCode.Ok;
    }
}
