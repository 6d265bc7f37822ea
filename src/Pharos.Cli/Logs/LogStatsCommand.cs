using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;
using Spectre.Console;

namespace Pharos.Cli.Logs;

/// <summary><c>log stats</c>: what the log is made of.</summary>
internal sealed class LogStatsCommand : ICommandSpecification
{
    private const int ShownDays = 14;
    private const int ShownAgents = 20;

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("stats", "Count the log's events by type, day and agent", "pharos log stats", "pharos log stats --json");
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ShowAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ShowAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(HttpMethod.Get, "/api/events/statistics", null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        call.Output.WriteLine($"{reply.Text("events")} events, {Size(reply.Body)} of payloads, from {reply.Text("first") ?? "-"} to {reply.Text("last") ?? "-"}");
        if (reply.Text("stopped") is { } stopped)
        {
            call.Output.WriteLine($"The counting stopped at {reply.Text("position")}: {stopped}");
        }
        else if (reply.Text("position") != reply.Text("head"))
        {
            call.Output.WriteLine($"Still counting: {reply.Text("position")} of {reply.Text("head")}.");
        }

        Print(call, "type", reply.Body.ItemsOf("types"), "name");
        Print(call, "agent", reply.Body.ItemsOf("agents").Take(ShownAgents), "name");
        Print(call, "day (UTC)", reply.Body.ItemsOf("days").TakeLast(ShownDays), "day");
        return ExitCode.Ok;
    }

    private static void Print(CommandCall call, string title, IEnumerable<RegoObject> rows, string name)
    {
        var table = new Table().AddColumn(title).AddColumn("events", column => column.RightAligned()).AddColumn("payloads", column => column.RightAligned());
        foreach (var row in rows)
        {
            // A count that may be too high says so.
            var events = row.TextOf("atMostTooHighBy") is null or "0" ? row.TextOf("events") : $"≤ {row.TextOf("events")}";
            table.AddRow(new Text(row.TextOf(name) ?? ""), new Text(events ?? ""), new Text(Size(row)));
        }

        if (table.Rows.Count > 0)
        {
            call.WriteTable(table);
        }
    }

    private static string Size(RegoObject row)
    {
        var bytes = double.TryParse(row.TextOf("payloadBytes"), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return bytes switch
        {
            < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
            < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 10):0.0} KiB"),
            < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):0.0} MiB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 30):0.0} GiB"),
        };
    }
}
