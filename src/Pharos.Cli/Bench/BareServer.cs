using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Bench;

/// <summary>Runs a server that is a baseline: Kestrel and routing, and the routes it is given. It says where it listens on its first line and ends when it is told to.</summary>
internal static class BareServer
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(CommandCall call, Action<WebApplication> map, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var application = builder.Build();
        application.UseRouting();
        map(application);
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
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            asked.TrySetResult();
        });
        await asked.Task.WaitAsync(cancellationToken);
        return ExitCode.Ok;
    }
}
