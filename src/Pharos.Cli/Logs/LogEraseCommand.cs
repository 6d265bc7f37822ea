using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Logs;

/// <summary><c>log erase</c>: removes one payload for good, with a reason.</summary>
internal sealed class LogEraseCommand : ICommandSpecification
{
    private readonly Argument<long> _position = new("position") { Description = "The event's position", HelpName = "POSITION" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; recorded in the log (1 to 1000 characters)", HelpName = "TEXT" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _position.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 1)
            {
                result.AddError("The position is a whole number from 1.");
            }
        });
        _reason.Required = true;
        var command = new DocumentedCommand(
            "erase",
            "Erase the payload of one event for good, such as a secret that reached the log. The event keeps its place and the chain still verifies",
            "pharos log erase 4711 --reason \"a home address, request 83\"",
            "pharos log erase 4711 --reason \"a leaked key\" --yes --json")
        {
            _position, _reason, _yes,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => EraseAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> EraseAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var position = call.Value(_position).ToString(CultureInfo.InvariantCulture);
        if (!call.Value(_yes) && !await IsWantedAsync(call, connection, position, cancellationToken))
        {
            return call.Fail("erase.unconfirmed", "Nothing was erased. Answer yes, or say --yes.");
        }

        var body = RegoObject.Of(("reason", RegoString.Of(call.Value(_reason) ?? "")));
        var reply = await connection.SendAsync(HttpMethod.Post, $"/api/events/{position}/erase", body, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        call.Output.WriteLine(
            call.IsJson ? reply.Body.ToJson()
            : reply.Text("erasedAt") is { } at and not "null" ? $"The payload at {position} was erased before, on {at}, as event {reply.Text("record")} says."
            : $"The payload at {position} is erased; event {reply.Text("record")} says so.");
        return ExitCode.Ok;
    }

    private static async Task<bool> IsWantedAsync(CommandCall call, ServerConnection connection, string position, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected || call.IsJson)
        {
            return false;
        }

        var reply = await connection.SendAsync(HttpMethod.Get, $"/api/events/{position}", null, cancellationToken);
        call.Error.WriteLine(reply.IsOk ? EventLines.Of(reply.Body) : reply.Message);
        call.Error.Write($"Erase the payload of the event at {position} for good? Only a backup could bring it back. [yes/no] ");
        return await Console.In.ReadLineAsync(cancellationToken) is "yes" or "y";
    }
}
