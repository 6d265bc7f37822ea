using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Bench;

/// <summary>
/// <c>bench http-bare</c>: what <c>bench http</c> is compared with. Kestrel, routing and source-generated JSON, and nothing else: it reads a proposal and writes an answer with the
/// members and sizes of a real one. No token, no decision, no record.
/// </summary>
internal sealed class HttpBareCommand : ICommandSpecification
{
    private readonly Option<FileInfo> _answer = new("--answer") { Description = "An answer of the real server, whose members and sizes are used", HelpName = "FILE", Required = true };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("http-bare", "The baseline of bench http: an endpoint that only reads and writes JSON", "pharos bench http-bare --answer answer.json") { _answer };
        command.Hidden = true;
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var answer = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(call.Value(_answer)!.FullName, cancellationToken), HttpBareJson.Default.HttpBareAnswer)
            ?? throw new InvalidDataException("The file holds no answer.");
        return await BareServer.RunAsync(
            call,
            application => application.MapPost("/api/proposals", async context =>
            {
                var proposal = await context.Request.ReadFromJsonAsync(HttpBareJson.Default.HttpBareProposal, context.RequestAborted);
                await context.Response.WriteAsJsonAsync(answer with { Id = Guid.CreateVersion7(call.Clock.GetUtcNow()), Tool = proposal!.Tool }, HttpBareJson.Default.HttpBareAnswer, cancellationToken: context.RequestAborted);
            }),
            cancellationToken);
    }
}
