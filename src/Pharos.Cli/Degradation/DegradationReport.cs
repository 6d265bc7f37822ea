using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;
using Spectre.Console;

namespace Pharos.Cli.Degradation;

/// <summary>Prints the state.</summary>
internal static class DegradationReport
{
    /// <summary>Prints what the server answered.</summary>
    public static int Print(CommandCall call, ServerReply reply)
    {
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        var since = reply.Text("since") is { } at ? $" since {at} by {reply.Text("by")}: {reply.Text("reason")}" : "";
        call.Output.WriteLine($"{reply.Text("state")}{since}");
        PrintThresholds(call, reply);
        PrintBreakers(call, reply);
        if (reply.Body.ObjectOf("throttle") is { Count: > 0 } throttle)
        {
            call.Output.WriteLine($"throttle: {throttle.TextOf("inFlight")} of {throttle.TextOf("limit")} decisions in flight, {throttle.TextOf("waiting")} waiting, {throttle.TextOf("refused")} refused");
        }

        return ExitCode.Ok;
    }

    private static void PrintThresholds(CommandCall call, ServerReply reply)
    {
        var table = new Table().AddColumns("threshold", "now", "emergency from", "");
        foreach (var threshold in reply.Body.ItemsOf("thresholds"))
        {
            var limit = threshold.TextOf("limit");
            table.AddRow(Cell(threshold, "name"), Cell(threshold, "value"), new Text(limit == "0" ? "off" : $"{limit} {threshold.TextOf("unit")}"), Cell(threshold, "detail"));
        }

        call.WriteTable(table);
    }

    private static void PrintBreakers(CommandCall call, ServerReply reply)
    {
        var table = new Table().AddColumns("breaker", "state", "failures", "since");
        foreach (var breaker in reply.Body.ItemsOf("breakers"))
        {
            table.AddRow(Cell(breaker, "name"), Cell(breaker, "state"), Cell(breaker, "failures"), Cell(breaker, "since"));
        }

        call.WriteTable(table);
    }

    private static Text Cell(RegoObject row, string name) => new(row.TextOf(name) ?? "");
}
