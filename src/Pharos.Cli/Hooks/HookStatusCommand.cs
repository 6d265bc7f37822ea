using System.CommandLine;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Hooks;

/// <summary><c>hook status</c>: whether the agent is supervised right now, part by part. Exit status 1 when something is wrong.</summary>
internal sealed class HookStatusCommand(IReadOnlyList<IAgentHooks> agents) : ICommandSpecification
{
    private readonly HookOptions _options = new(agents);

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("status", "Say whether the agent is supervised, part by part. Exit status 1 when something is wrong.", "pharos hook status claude-code");
        _options.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (target, subject, misuse) = _options.Read(call);
        if (target is null)
        {
            return call.Misuse(misuse!);
        }

        var inspection = new HookInspection(call.Data, target, subject, call.Clock);
        var findings = inspection.LookAtFiles().ToList();
        using var server = new HookServer(call.Data);
        var (answers, sharesUser) = await inspection.AskServerAsync(server, cancellationToken);
        findings.AddRange(answers);
        var isOk = findings.TrueForAll(finding => finding.IsOk);
        if (call.IsJson)
        {
            WriteJson(call, subject, target, findings, sharesUser, isOk);
        }
        else
        {
            Print(call, findings, sharesUser);
        }

        return isOk ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void WriteJson(CommandCall call, string subject, HookTarget target, List<HookFinding> findings, bool? sharesUser, bool isOk) => call.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", isOk);
        json.WriteString("agent", target.Agent.Name);
        json.WriteString("subject", subject);
        json.WriteString("settings", target.Settings);
        json.WritePropertyName("sharedUser");
        if (sharesUser is { } shares)
        {
            json.WriteBooleanValue(shares);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteStartArray("checks");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("name", finding.Name);
            json.WriteBoolean("ok", finding.IsOk);
            json.WriteString("text", finding.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Print(CommandCall call, List<HookFinding> findings, bool? sharesUser)
    {
        var table = new Table().AddColumns("", "part", "found");
        foreach (var finding in findings)
        {
            table.AddRow(finding.IsOk ? "ok" : "NOT OK", finding.Name, finding.Text.EscapeMarkup());
        }

        call.WriteTable(table);
        if (sharesUser == true)
        {
            call.Output.WriteLine("The agent runs under the server's own account: a program it is allowed to run could change the gate's files.");
            call.Output.WriteLine("What holds nevertheless and how to separate the two: docs/guide/threat-model.md");
        }
    }
}
