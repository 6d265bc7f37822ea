using System.CommandLine;
using System.CommandLine.Parsing;
using Pharos.Cli.Invocation;
using Pharos.Proposals;

namespace Pharos.Cli.Checks;

/// <summary><c>check</c>: what the gate would decide, without a server and without a record.</summary>
internal sealed class CheckCommand : ICommandSpecification
{
    private readonly Option<string?> _kind = new("--kind") { Description = $"What is proposed: {string.Join(", ", ProposalKinds.All)}", HelpName = "KIND" };
    private readonly Option<string?> _tool = new("--tool") { Description = "The agent's tool, for example Bash or Write", HelpName = "TOOL" };
    private readonly Option<string?> _input = new("--input") { Description = "The tool's arguments, instead of a command", HelpName = "JSON" };
    private readonly Option<string?> _workspace = new("--workspace") { Description = "The project; trusted as configured, profile balanced", HelpName = "DIR" };
    private readonly Option<string?> _cwd = new("--cwd") { Description = "Where it would run (default: the workspace, else here)", HelpName = "DIR" };
    private readonly Option<FileInfo?> _batch = new("--batch")
    {
        Description = "Decide each line {\"id\",\"kind\",\"tool\",\"input\",\"workspace\",\"cwd\",\"host\"}; one answer a line. - reads standard input",
        HelpName = "FILE.jsonl",
    };

    private readonly Option<bool> _facts = new("--facts") { Description = "With --batch: add the facts to every answer" };

    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "After --: one word is shell text, several are a program and its arguments",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "check",
            "Say what the gate would decide. Needs no server; nothing is recorded. Exit status: 0 allow, 2 deny, 3 review.",
            "pharos check -- 'cd build && rm -rf ../*'",
            "pharos check --workspace ~/app -- git push --force",
            "pharos check --kind file-write --tool Write --input '{\"file_path\":\".env\",\"content\":\"A=1\"}'",
            "pharos check --batch proposals.jsonl > answers.jsonl")
        {
            _kind, _tool, _input, _workspace, _cwd, _batch, _facts, _command,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var words = call.Value(_command) ?? [];
        if (words.FirstOrDefault(word => word.StartsWith('-')) is { } option && !call.Parse.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            return call.Misuse($"{option} is no option of check; put the command after --. See: pharos check --help");
        }

        if (call.Value(_batch) is { } file)
        {
            return words.Length > 0 || call.Value(_input) is not null
                ? call.Misuse("--batch brings its own commands; leave COMMAND and --input out.")
                : LocalGateSetup.Create(call) is { } batchGate
                    ? await new CheckBatch(batchGate, call, call.Value(_facts)).RunAsync(call.Parse.GetResult(_batch)!.Tokens[0].Value, file, cancellationToken)
                    : ExitCode.Failed;
        }

        var (request, misuse) = CheckRequest.FromWords(
            words, call.Value(_kind), call.Value(_tool), call.Value(_input), call.Value(_workspace), call.Value(_cwd), Directory.GetCurrentDirectory());
        if (request is null)
        {
            return call.Misuse(misuse!);
        }

        if (LocalGateSetup.Create(call) is not { } gate)
        {
            return ExitCode.Failed;
        }

        var (verdict, problem) = gate.Decide(request, trustWorkspace: call.Value(_workspace) is not null, cancellationToken);
        var answer = verdict?.Answer ?? CheckAnswers.Refusal(problem!, gate.PolicyVersion, call.Clock);
        if (call.IsJson)
        {
            call.WriteJson(json => AnswerJson.Write(json, answer, verdict?.Facts));
        }
        else
        {
            CheckAnswers.Print(call.Output, answer);
        }

        return answer.Decision switch { Decision.Allow => ExitCode.Ok, Decision.Review => ExitCode.Review, _ => ExitCode.Deny };
    }
}
