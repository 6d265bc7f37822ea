using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary><c>policy eval</c>: ask a question of policies; prints what <c>opa eval</c> prints.</summary>
internal sealed class PolicyEvalCommand : ICommandSpecification
{
    private readonly Option<string[]> _data = new("--load", "-d")
    {
        Description = "Policy or data file, or a folder of them; may be given again (default: the built-in policies)",
        HelpName = "PATH",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _input = new("--input", "-i") { Description = "JSON file for \"input\"; - reads standard input", HelpName = "FILE" };
    private readonly Option<bool> _fail = new("--fail") { Description = "Exit with 1 when the query is undefined" };
    private readonly Option<string> _format = new("--format", "-f")
    {
        Description = "json: opa's result document; raw: the values alone, one a line, texts unquoted",
        DefaultValueFactory = _ => "json",
    };

    private readonly Argument<string> _query = new("QUERY") { Description = "A reference or a query" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _format.AcceptOnlyFromAmong("json", "raw");
        var command = new DocumentedCommand(
            "eval",
            "Evaluate a query over policies and data",
            "pharos policy eval -d policies -i input.json 'data.pharos.gate.deny'",
            "pharos policy eval 'count([1, 2, 3])'",
            "pharos policy eval -d data.json -f raw 'data.users[_].name'")
        {
            _data, _input, _fail, _format, _query,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        var paths = call.Value(_data)!;
        var sources = PolicyPaths.Load(paths.Length == 0 ? [PolicyPaths.Default] : paths);
        var outcome = RegoProgram.Compile(sources.Modules, sources.Data);
        if (outcome is not CompileOutcome.Compiled { Program: var program })
        {
            return PolicyDiagnostics.Report(call, ((CompileOutcome.Rejected)outcome).Diagnostics);
        }

        var (query, diagnostics) = PolicyQuery.Prepare(program, call.Value(_query)!);
        if (query is null)
        {
            return PolicyDiagnostics.Report(call, diagnostics);
        }

        var input = call.Value(_input) is { } file ? PolicyPaths.ReadJson(file) : null;
        var (solutions, failed) = query.Evaluate(input, new EvaluationOptions { Clock = call.Clock }, cancellationToken);
        if (failed is not null)
        {
            return call.Fail(failed.Code, failed.Message);
        }

        Print(call, solutions);
        return solutions.Count == 0 && call.Value(_fail) ? ExitCode.Failed : ExitCode.Ok;
    }

    private void Print(CommandCall call, IReadOnlyList<PolicySolution> solutions)
    {
        if (call.Value(_format) == "raw")
        {
            foreach (var solution in solutions)
            {
                call.Output.WriteLine(solution.Value is RegoString text ? text.Value : solution.Value.ToJson());
            }

            return;
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = !call.IsJson, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (solutions.Count > 0)
            {
                json.WriteStartArray("result");
                foreach (var solution in solutions)
                {
                    solution.Write(json, call.Value(_query)!);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        call.Output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
