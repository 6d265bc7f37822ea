using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Format;

namespace Pharos.Cli.Policies;

/// <summary><c>policy fmt</c>: policies in canonical form, with the habits of <c>opa fmt</c>.</summary>
internal sealed class PolicyFormatCommand : ICommandSpecification
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Files and folders; standard input where there are none", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _write = new("--write", "-w") { Description = "Overwrite the files that differ" };
    private readonly Option<bool> _list = new("--list", "-l") { Description = "Only name the files that differ" };
    private readonly Option<bool> _diff = new("--diff", "-d") { Description = "Show what would change" };
    private readonly Option<bool> _fail = new("--fail", "--check") { Description = "Exit with 1 where a file differs" };
    private readonly Option<bool> _v0 = new("--v0") { Description = "Read the earlier dialect; the result is read by both" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("fmt", "Format policies", "pharos policy fmt --write policies", "pharos policy fmt --list --fail policies", "pharos policy fmt < a.rego")
        {
            _paths, _write, _list, _diff, _fail, _v0,
        };
        command.SetAction(parse => Run(new CommandCall(parse, common)));
        return command;
    }

    private int Run(CommandCall call)
    {
        var paths = call.Value(_paths) ?? [];
        var modules = paths.Length == 0 ? [new RegoModule("<stdin>", Console.In.ReadToEnd())] : PolicyPaths.Load(paths).Modules;
        var options = new CompileOptions { RegoVersion = call.Value(_v0) ? RegoVersion.V0 : RegoVersion.V1, ExperimentalKeywords = true };
        var problems = new List<RegoDiagnostic>();
        var changed = new List<string>();
        foreach (var module in modules)
        {
            switch (RegoFormatter.Format(module, options))
            {
                case FormatOutcome.Rejected rejected:
                    problems.AddRange(rejected.Diagnostics);
                    break;
                case FormatOutcome.Formatted formatted:
                    if (formatted.Text != module.Source)
                    {
                        changed.Add(module.Id);
                    }

                    Show(call, module, formatted.Text, isStream: paths.Length == 0);
                    break;
                default:
                    throw new InvalidOperationException("A format outcome without a case.");
            }
        }

        if (call.IsJson && problems.Count == 0)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("changed");
                changed.ForEach(json.WriteStringValue);
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }

        return problems.Count > 0 ? PolicyDiagnostics.Report(call, problems)
            : modules.Count == 0 ? call.Fail("policy.none", "There is no .rego file at the given paths.")
            : call.Value(_fail) && changed.Count > 0 ? ExitCode.Failed
            : ExitCode.Ok;
    }

    private void Show(CommandCall call, RegoModule module, string text, bool isStream)
    {
        var differs = text != module.Source;
        if (call.Value(_write) && differs && !isStream)
        {
            File.WriteAllText(module.Id, text);
        }

        if (call.IsJson)
        {
            return;
        }

        if (call.Value(_list) && differs)
        {
            call.Output.WriteLine(module.Id);
        }

        if (call.Value(_diff) && differs)
        {
            call.Output.Write(UnifiedDiff.Of(module.Id, module.Source, text));
        }

        if (!call.Value(_list) && !call.Value(_diff) && !call.Value(_write))
        {
            call.Output.Write(text);
        }
    }
}
