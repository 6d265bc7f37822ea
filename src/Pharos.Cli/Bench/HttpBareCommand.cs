using System.CommandLine;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
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
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var application = builder.Build();
        application.UseRouting();
        application.MapPost("/api/proposals", async context =>
        {
            var proposal = await context.Request.ReadFromJsonAsync(HttpBareJson.Default.HttpBareProposal, context.RequestAborted);
            await context.Response.WriteAsJsonAsync(answer with { Id = Guid.CreateVersion7(call.Clock.GetUtcNow()), Tool = proposal!.Tool }, HttpBareJson.Default.HttpBareAnswer, cancellationToken: context.RequestAborted);
        });
        await application.StartAsync(cancellationToken);
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        call.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("url", address);
            json.WriteEndObject();
        });
        await call.Output.FlushAsync(cancellationToken);
        var asked = new TaskCompletionSource();
        using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            asked.TrySetResult();
        });
        await asked.Task.WaitAsync(cancellationToken);
        return ExitCode.Ok;
    }
}
