using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Mcp.Resources;

/// <summary>Resources as the protocol asks for them, and the two ways in which it tells of changes: subscriptions of a session, and a stream that a client listens to.</summary>
internal sealed class ResourceHandlers(ResourceCatalogue resources, ResourceWatch watch, IEventLog log)
{
    /// <summary>Adds the handlers of one client.</summary>
    public void AddTo(McpServerHandlers handlers, Caller caller, ResourceSubscriptions subscriptions)
    {
        handlers.ListResourcesHandler = (_, _) => ValueTask.FromResult(ResourceCatalogue.List(caller));
        handlers.ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(ResourceCatalogue.Templates(caller));
        handlers.ReadResourceHandler = (request, cancellationToken) => resources.ReadAsync(request.Params.Uri, caller, cancellationToken);
        handlers.SubscribeToResourcesHandler = (request, _) =>
        {
            Require(ResourceCatalogue.IsWatchable(request.Params.Uri, caller), $"Changes of \"{request.Params.Uri}\" are not told of.");
            Require(subscriptions.TryAdd(request.Params.Uri), $"A client subscribes to at most {ResourceSubscriptions.Maximum} resources.");
            return ValueTask.FromResult(new EmptyResult());
        };
        handlers.UnsubscribeFromResourcesHandler = (request, _) =>
        {
            subscriptions.Remove(request.Params.Uri);
            return ValueTask.FromResult(new EmptyResult());
        };
        handlers.SubscriptionsListenHandler = (request, cancellationToken) => ListenAsync(request, caller, cancellationToken);
    }

    /// <summary>Tells the client of a session what it subscribed to, until the session ends.</summary>
    public async Task FollowAsync(McpServer server, Caller caller, ResourceSubscriptions subscriptions, CancellationToken ended)
    {
        var head = await log.HeadAsync(ended);
        await subscriptions.First.WaitAsync(ended);
        await watch.FollowAsync(head, caller, () => subscriptions.All, uri => server.SendNotificationAsync(NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = uri }, cancellationToken: ended), ended);
    }

    private async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, Caller caller, CancellationToken cancellationToken)
    {
        var head = await log.HeadAsync(cancellationToken);
        var wanted = (request.Params.Notifications.ResourceSubscriptions ?? []).Where(uri => ResourceCatalogue.IsWatchable(uri, caller)).Distinct(StringComparer.Ordinal).Take(ResourceSubscriptions.Maximum).ToArray();
        var id = JsonSerializer.SerializeToNode(request.JsonRpcRequest.Id, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(RequestId)));
        await TellAsync(request, NotificationMethods.SubscriptionsAcknowledgedNotification, id, ("notifications", new JsonObject { ["resourceSubscriptions"] = new JsonArray([.. wanted.Select(uri => (JsonNode)uri)]) }), cancellationToken);
        if (wanted.Length > 0)
        {
            await watch.FollowAsync(head, caller, () => wanted, uri => TellAsync(request, NotificationMethods.ResourceUpdatedNotification, id, ("uri", uri), cancellationToken), cancellationToken);
        }

        return new EmptyResult();
    }

    private static Task TellAsync(RequestContext<SubscriptionsListenRequestParams> request, string method, JsonNode? id, (string Name, JsonNode Value) member, CancellationToken cancellationToken) =>
        request.Server.SendNotificationAsync(
            method, new JsonObject { ["_meta"] = new JsonObject { [MetaKeys.SubscriptionId] = id?.DeepClone() }, [member.Name] = member.Value }, cancellationToken: cancellationToken);

    private static void Require(bool isSo, string message)
    {
        if (!isSo)
        {
            throw new McpProtocolException(message, McpErrorCode.InvalidParams);
        }
    }
}
