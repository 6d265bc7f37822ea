using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Elicitations;
using Pharos.Server.Elicitations;
using Pharos.Server.Logging;
using Pharos.Server.Mcp.Transport;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Elicitations;

/// <summary>
/// Hands what an agent is asked to its client, as a request of the protocol, where the client listens and can ask its person. What it cannot ask (a form with lists or objects inside)
/// stays for the agent to find with pharos_elicitations, and so does everything while its answer would not count: an expert that is suspended, or that has a key and opened the session without.
/// </summary>
internal sealed class ElicitationPush(ElicitationParts parts, Standing standing, IEventLog log, TimeProvider clock, ILogger<ElicitationPush> logger)
{
    private const int AtOnce = 4;

    /// <summary>Follows what the session's owner is asked, until the session ends.</summary>
    public async Task FollowAsync(ClientSession session, CancellationToken ended)
    {
        await session.Listening.WaitAsync(ended);
        if (session.Server.ClientCapabilities?.Elicitation is not { } can || (can.Form is null && can.Url is not null))
        {
            return;
        }

        using var places = new SemaphoreSlim(AtOnce, AtOnce);
        await AskAllAsync(session, places, ended);
    }

    private async Task AskAllAsync(ClientSession session, SemaphoreSlim places, CancellationToken ended)
    {
        var subject = session.Owner.Subject;
        var (pending, position) = parts.Board.Read((board, at) => (board.PendingFor(subject).ToList(), at));
        var asked = pending.ConvertAll(item => AskAsync(session, item, places, ended));
        var cursor = log.Subscribe(position, new EventFilter { Agent = subject, Type = ElicitationEvents.Requested }).OpenCursor();
        try
        {
            while (true)
            {
                await cursor.WaitAsync(ended);
                while (cursor.TryRead(out var record))
                {
                    if (ElicitationFold.Apply(null, record) is { } item)
                    {
                        asked.RemoveAll(static task => task.IsCompleted);
                        asked.Add(AskAsync(session, item, places, ended));
                    }
                }
            }
        }
        finally
        {
            await Task.WhenAll(asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(ClientSession session, Elicitation item, SemaphoreSlim places, CancellationToken ended)
    {
        await places.WaitAsync(ended);
        try
        {
            var left = item.Question.ExpiresAt - clock.GetUtcNow();
            if (await standing.RefuseAsync(session.Owner, AgentAct.Judgement, session.IsSigned, ended) is { } useless)
            {
                logger.ElicitationNotPushed(item.Id.ToString(), useless.Message);
                return;
            }

            if (left > TimeSpan.Zero && item.Question.To == session.Owner.Subject && FormOf(item.Question.Schema) is { } form)
            {
                using var over = new CancellationTokenSource(left, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ended);
                var question = new ElicitRequestParams { Message = VisibleText.Of($"{item.Question.From} asks: {item.Question.Message}"), RequestedSchema = form };
                await TakeAsync(session, item, await session.Server.ElicitAsync(question, either.Token), ended);
            }
        }
        catch (Exception problem) when (problem is McpException or InvalidOperationException or OperationCanceledException or EventLogUnavailableException)
        {
            // The question still waits: the agent finds it with pharos_elicitations until its time is over.
            logger.ElicitationNotPushed(item.Id.ToString(), problem.Message);
        }
        finally
        {
            places.Release();
        }
    }

    private async ValueTask TakeAsync(ClientSession session, Elicitation item, ElicitResult result, CancellationToken ended)
    {
        var by = session.Owner;
        if (await standing.RefuseAsync(by, AgentAct.Judgement, session.IsSigned, ended) is { } refusal)
        {
            // It may have been suspended while its person thought.
            logger.ElicitationNotPushed(item.Id.ToString(), refusal.Message);
            return;
        }

        var nonce = parts.Desk.NonceFor(item, by.Subject);
        var outcome = result.Action switch
        {
            "accept" => await parts.Desk.RespondAsync(item.ElicitationId, by, nonce, Written(result.Content), ended),
            "decline" => await parts.Desk.DeclineAsync(item.ElicitationId, by, nonce, "The person at the client declined.", ended),
            _ => null,
        };
        if (outcome is ElicitationOutcome.Refused refused)
        {
            logger.ElicitationNotPushed(item.Id.ToString(), refused.Problem.Message);
        }
    }

    private static JsonElement Written(IDictionary<string, JsonElement>? content) =>
        JsonSerializer.SerializeToElement(content ?? new Dictionary<string, JsonElement>(), McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, JsonElement>)));

    // Clients ask for flat forms of texts, numbers, yes or no, and choices.
    private static ElicitRequestParams.RequestSchema? FormOf(JsonElement schema)
    {
        try
        {
            var form = schema.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ElicitRequestParams.RequestSchema))) as ElicitRequestParams.RequestSchema;
            return form is { Properties.Count: > 0 } ? form : null;
        }
        catch (Exception unfit) when (unfit is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
