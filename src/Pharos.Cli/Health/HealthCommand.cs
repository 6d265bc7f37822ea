using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Server;
using Spectre.Console;

namespace Pharos.Cli.Health;

/// <summary><c>health</c>: is the server there, and can it decide and record?</summary>
internal sealed class HealthCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("health", "Ask the running server how it is. Exit status 0 when healthy or degraded, 1 when unhealthy or not running", "pharos health", "pharos health --json");
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ServerConnection.ConnectAsync(call, cancellationToken);
            if (connection is null)
            {
                return call.Fail("server.unreachable", $"No server listens on {call.Data.Socket}. Start one with: pharos serve");
            }

            return Print(call, await connection.SendAsync(HttpMethod.Get, "/api/health", null, cancellationToken));
        }
        catch (ServerStartException problem)
        {
            return call.Fail(problem.Code, problem.Message);
        }
    }

    private static int Print(CommandCall call, ServerReply reply)
    {
        if (reply.Text("status") is not { } status)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
        }
        else
        {
            call.Output.WriteLine($"{status} · Pharos {reply.Text("version")} · policies {reply.Text("policyVersion")} · log at {reply.Text("head")}");
            PrintChecks(call, reply);
            if (reply.Text("sharedUser") == "true")
            {
                call.Output.WriteLine("An agent runs under the gate's own account: see docs/guide/threat-model.md");
            }
        }

        return status == "unhealthy" ? ExitCode.Failed : ExitCode.Ok;
    }

    private static void PrintChecks(CommandCall call, ServerReply reply)
    {
        var table = new Table().AddColumns("check", "status", "since", "");
        foreach (var check in reply.Body.ItemsOf("checks"))
        {
            table.AddRow(new Text(check.TextOf("name") ?? ""), new Text(check.TextOf("status") ?? ""), new Text(check.TextOf("since") ?? ""), new Text(check.TextOf("description") ?? ""));
        }

        call.WriteTable(table);
        var remedies = reply.Body.ItemsOf("checks").SelectMany(check => check.ItemsOf("findings")).Where(finding => finding.TextOf("remedy") is not null);
        foreach (var finding in remedies)
        {
            call.Output.WriteLine($"{finding.TextOf("code")}: {finding.TextOf("remedy")}");
        }
    }
}
