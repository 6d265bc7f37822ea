using System.Text.Json;
using Pharos.Review.Elicitations;

namespace Pharos.Server.Elicitations;

/// <summary>A question. <c>from</c> may be left out; another than the token's subject is refused. <c>timeout</c> as in <c>30s</c>.</summary>
internal sealed record ElicitationRequestContract(string To, string Message, JsonElement Schema, string? Timeout = null, string? From = null);

/// <summary>An answer: what was asked for, and the nonce that came with the question. <c>agent</c> may be left out; another than the token's subject is refused.</summary>
internal sealed record ElicitationAnswerContract(string Nonce, JsonElement Content, string? Agent = null);

/// <summary>An end without an answer. The one asked gives the nonce; whoever asked needs none to cancel.</summary>
internal sealed record ElicitationEndContract(string? Nonce = null, string? Reason = null, string? Agent = null);

/// <summary>The wire shape of an elicitation. <c>nonce</c> is there for the one asked only, while it waits.</summary>
internal sealed record ElicitationContract(
    Guid Id,
    string State,
    string From,
    string To,
    string Message,
    JsonElement Schema,
    DateTimeOffset RequestedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? ClosedAt,
    string? ClosedBy,
    string? Reason,
    JsonElement? Content,
    bool Masked,
    string? Nonce)
{
    public static ElicitationContract Of(Elicitation item, string? nonce, DateTimeOffset now) => new(
        item.Id,
        ElicitationStates.NameOf(item.StateAt(now)),
        item.Question.From,
        item.Question.To,
        item.Question.Message,
        item.Question.Schema,
        item.RequestedAt,
        item.Question.ExpiresAt,
        item.ClosedAt,
        item.ClosedBy,
        item.Reason,
        item.Content,
        item.IsMasked,
        nonce);
}

/// <summary>A list of elicitations, without answers: those stand at each one's own address. <c>tag</c> is the <c>seen</c> of the next look.</summary>
internal sealed record ElicitationListContract(IReadOnlyList<ElicitationContract> Items, string Tag);

/// <summary>What a stream says of a question that has ended.</summary>
internal sealed record ElicitationEndedContract(Guid Id, string State, DateTimeOffset At);
