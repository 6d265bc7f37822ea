using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Logs;

/// <summary><c>log tail</c>: the newest events, and with <c>-f</c> those to come.</summary>
internal sealed class LogTailCommand : ICommandSpecification
{
    private readonly Option<int> _lines = new("--lines", "-n") { Description = "How many of the newest events (1 to 1000)", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with every new event until interrupted" };
    private readonly Option<string?> _type = new("--type") { Description = "Only events of this type, for example proposal.decided", HelpName = "TYPE" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _lines.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--lines is a number from 1 to 1000.");
            }
        });
        var command = new DocumentedCommand("tail", "Show the newest events", "pharos log tail", "pharos log tail -f --type proposal.decided")
        {
            _lines, _follow, _type,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => TailAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> TailAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var filter = call.Value(_type) is { } type ? $"&type={Uri.EscapeDataString(type)}" : "";
        var isFollowing = call.Value(_follow);
        if (isFollowing && connection.IsOwn)
        {
            return call.Fail("server.unreachable", "No server is running, so no new event will come. Leave --follow out, or start one with: pharos serve");
        }

        var reply = await connection.SendAsync(HttpMethod.Get, $"/api/events?order=desc&limit={call.Value(_lines)}{filter}", null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        var newest = reply.Body.ItemsOf("events").Reverse().ToList();
        if (call.IsJson && !isFollowing)
        {
            call.Output.WriteLine(RegoObject.Of(("events", RegoArray.From([.. newest]))).ToJson());
            return ExitCode.Ok;
        }

        Print(call, newest);
        var last = newest.Count > 0 ? PositionOf(newest[^1]) : 0;
        if (!isFollowing)
        {
            return ExitCode.Ok;
        }

        await call.Output.FlushAsync(cancellationToken);
        var stream = new EventStream(connection, $"/api/events/stream?after={last}{filter}", call.Error.WriteLine, call.Clock);
        try
        {
            await foreach (var record in stream.ReadAsync(cancellationToken))
            {
                Print(call, [record]);
                await call.Output.FlushAsync(cancellationToken);
            }
        }
        catch (EventStreamRefusedException refused)
        {
            return call.Fail(refused.Code, refused.Message);
        }

        return ExitCode.Ok;
    }

    private static void Print(CommandCall call, List<RegoObject> events)
    {
        foreach (var record in events)
        {
            call.Output.WriteLine(call.IsJson ? record.ToJson() : EventLines.Of(record));
        }
    }

    private static long PositionOf(RegoObject record) => long.TryParse(record.TextOf("position"), CultureInfo.InvariantCulture, out var position) ? position : 0;
}
