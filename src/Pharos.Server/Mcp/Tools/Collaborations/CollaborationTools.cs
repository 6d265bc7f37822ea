using ModelContextProtocol.Protocol;
using Pharos.Review.Collaborations;
using Pharos.Server.Collaborations;
using Pharos.Server.Mcp.Tools.Proposals;

namespace Pharos.Server.Mcp.Tools.Collaborations;

/// <summary>What the tools about working together share.</summary>
internal sealed class CollaborationTools(CollaborationParts parts, ProposalTools proposals, TimeProvider clock)
{
    /// <summary>A session.</summary>
    public const string Shape = """
        {"type":"object","required":["id","kind","objective","state","participants"],"properties":{
        "id":{"type":"string"},"kind":{"type":"string"},"mode":{"type":["string","null"]},"objective":{"type":"string"},"state":{"type":"string"},
        "participants":{"type":"array","items":{"type":"object","properties":{"agent":{"type":"string"},"role":{"type":"string"},"presence":{"type":"string"}}}}}}
        """;

    private const int MaximumSessions = 50;

    /// <summary>Where sessions are.</summary>
    public CollaborationDesk Desk => parts.Desk;

    /// <summary>Which proposals carry out what was agreed on.</summary>
    public SuggestionProposals Proposals => parts.Proposals;

    /// <summary>Attaches a text by reference.</summary>
    public async ValueTask<CallToolResult> AttachAsync(ToolCall call, ContextRequest request, CancellationToken cancellationToken) =>
        await parts.Contexts.AttachAsync(IdOf(call), call.Caller, request, cancellationToken) switch
        {
            CollaborationOutcome.Changed changed => ToolAnswer.Of(CollaborationShapes.Of(changed.Session.Contexts[^1], clock.GetUtcNow()), ServerJson.Default.SharedContextContract),
            var other => Result(other),
        };

    /// <summary>A text that was attached; null with the refusal.</summary>
    public async ValueTask<(ContextReading? Reading, CallToolResult? Refusal)> ReadContextAsync(ToolCall call, string hash, CancellationToken cancellationToken) =>
        await FindAsync(call, cancellationToken) is { } session ? (await parts.Contexts.ReadAsync(session, hash, cancellationToken), null) : (null, Unknown(call));

    /// <summary>Starts a session.</summary>
    public async ValueTask<CallToolResult> StartAsync(ToolCall call, CollaborationRequest request, CancellationToken cancellationToken) =>
        Result(await parts.Desk.StartAsync(request, call.Caller, cancellationToken));

    /// <summary>Makes a step in the session that the call names.</summary>
    public async ValueTask<CallToolResult> StepAsync(ToolCall call, Func<CollaborationId, ValueTask<CollaborationOutcome>> step) => Result(await step(IdOf(call)));

    /// <summary>A whole session.</summary>
    public async ValueTask<CallToolResult> ShowAsync(ToolCall call, CancellationToken cancellationToken) => await FindAsync(call, cancellationToken) is { } session
        ? ToolAnswer.Of(CollaborationShapes.Of(session, null, clock.GetUtcNow()), ServerJson.Default.CollaborationDetailContract)
        : Unknown(call);

    /// <summary>The sessions of the caller that are open.</summary>
    public CallToolResult List(ToolCall call)
    {
        var now = clock.GetUtcNow();
        var (heads, count) = parts.Board.Read((board, _) => ((call.IsReader ? board.Open : board.OpenOf(call.Caller.Subject)).Where(head => CollaborationRules.MayRead(head, call.Caller)).Take(MaximumSessions).ToList(), board.OpenCount));
        return ToolAnswer.Of(
            new CollaborationListContract([.. heads.Select(head => CollaborationShapes.Of(head, now))], Next: null, call.IsReader ? count : heads.Count), ServerJson.Default.CollaborationListContract);
    }

    /// <summary>What was said behind a message; waits for more if the caller says how long.</summary>
    public async ValueTask<CallToolResult> MessagesAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (await FindAsync(call, cancellationToken) is not { } session)
        {
            return Unknown(call);
        }

        var after = (int)(call.Arguments.Number("after") ?? 0);
        var wait = call.Arguments.Seconds("wait_seconds") ?? TimeSpan.Zero;
        using var place = wait > TimeSpan.Zero ? parts.Calls.TryTake(call.Caller.Subject) : null;
        if (place is not null)
        {
            using var waited = call.WhileWaited(cancellationToken);
            var said = parts.Watch.SaidAsync(new CollaborationId(session.Head.Id), call.Caller, after, wait, waited.Token).AsTask();
            await proposals.TellWhileAsync(said, call, wait, "Nobody has said anything yet.", cancellationToken);
            if (await said is not { } heard)
            {
                return Unknown(call);
            }

            session = heard;
        }

        var messages = session.Messages.Skip(after).Take(MessageEndpoints.MaximumMessages).Select(CollaborationShapes.Of).ToList();
        return ToolAnswer.Of(
            new MessageListContract(messages, messages.Count == 0 ? after : messages[^1].Number, CollaborationStages.NameOf(session.Head.StageAt(clock.GetUtcNow()))), ServerJson.Default.MessageListContract);
    }

    private async ValueTask<Collaboration?> FindAsync(ToolCall call, CancellationToken cancellationToken) =>
        await parts.Desk.FindAsync(IdOf(call), cancellationToken) is { } session && CollaborationRules.MayRead(session.Head, call.Caller) ? session : null;

    private static CollaborationId IdOf(ToolCall call) => new(call.Arguments.Id("collaboration_id")!.Value);

    private static CallToolResult Unknown(ToolCall call) => ToolAnswer.Refuse(CollaborationDesk.Unknown(IdOf(call)));

    private CallToolResult Result(CollaborationOutcome outcome) => outcome switch
    {
        CollaborationOutcome.Changed changed => ToolAnswer.Of(CollaborationShapes.Of(changed.Session.Head, clock.GetUtcNow()), ServerJson.Default.CollaborationContract),
        CollaborationOutcome.Refused refused => ToolAnswer.Refuse(refused.Problem),
        _ => throw new InvalidOperationException("An outcome of a session without a case."),
    };
}
