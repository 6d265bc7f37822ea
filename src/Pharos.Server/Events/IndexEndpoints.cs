using Microsoft.AspNetCore.Http;
using Pharos.Events;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Events;

/// <summary>The query index: how far it has come, and making it anew.</summary>
internal sealed class IndexEndpoints(IEventStore store, TimeProvider clock)
{
    // Most logs are indexed anew within it, and then one answer is enough; whoever has a longer one asks again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/events/index", WriteAsync);
        routes.Map("POST", "/api/events/reindex", RebuildAsync);
    }

    private async Task RebuildAsync(HttpContext context)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            await store.Index.RebuildAsync(cancellationToken: waiting.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Only the waiting has ended; the index goes on.
        }

        await WriteAsync(context);
    }

    private async Task WriteAsync(HttpContext context)
    {
        var head = await store.Log.HeadAsync(context.RequestAborted);
        var problem = (await store.InspectAsync(context.RequestAborted)).FirstOrDefault(finding => finding.Code == "index.failing");
        await JsonBody.WriteAsync(context, new IndexContract(store.Index.Position.Value, head.Value, problem?.Message), ServerJson.Default.IndexContract);
    }
}
