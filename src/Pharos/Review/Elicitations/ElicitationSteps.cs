using System.Text;
using System.Text.Json;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Review.Elicitations;

/// <summary>The rules of the state machine: what may happen to an elicitation next. Pure; whether nobody else moved it meanwhile is the log's to say.</summary>
internal static class ElicitationSteps
{
    /// <summary>The one asked answers. What does not fit is refused with its places and may be tried again.</summary>
    public static ElicitationStep Answer(Elicitation item, string by, bool hasNonce, JsonElement content, DateTimeOffset now)
    {
        if (MayAnswer(item, by, hasNonce, now) is { } refusal)
        {
            return refusal;
        }

        var text = Encoding.UTF8.GetBytes(content.GetRawText());
        if (text.Length > ElicitationOptions.MaximumAnswerBytes)
        {
            return ElicitationStep.No("elicitation.answer", $"\"content\" has at most {ElicitationOptions.MaximumAnswerBytes} bytes.", 413);
        }

        if (!RegoValue.TryParseJson(text, out var answer, out var error))
        {
            return ElicitationStep.No("elicitation.answer", $"\"content\" cannot be read: {error}", 400);
        }

        if (AnswerForm.Compile(item.Question.Schema) is not { Form: { } form })
        {
            return ElicitationStep.No("elicitation.schema", "The recorded schema cannot be read any more. Decline, and let it be asked anew.");
        }

        if (form.Check(answer) is { Count: > 0 } errors)
        {
            var places = string.Join("; ", errors.Select(found => $"{found.Place}: {found.Description}"));
            return ElicitationStep.No("elicitation.mismatch", $"The answer does not have the form that was asked for: {places}. Answer again while it is pending.", 422) with { Errors = errors };
        }

        var recorded = MaskedJson.Write(answer);
        using var document = JsonDocument.Parse(recorded);
        return ElicitationStep.Of(ElicitationEvents.Accepted, new AnswerStep(document.RootElement, AnswerForm.IsChanged(recorded, answer)), ElicitationJson.Default.AnswerStep);
    }

    /// <summary>The one asked will not answer.</summary>
    public static ElicitationStep Decline(Elicitation item, string by, bool hasNonce, string? reason, DateTimeOffset now) =>
        MayAnswer(item, by, hasNonce, now) ?? End(ElicitationEvents.Declined, reason);

    /// <summary>Whoever asked takes it back; or the one asked puts it away without an answer, which takes the nonce as answering does.</summary>
    public static ElicitationStep Cancel(Elicitation item, string by, bool hasNonce, string? reason, DateTimeOffset now) =>
        (by == item.Question.From ? Ended(item, now) : MayAnswer(item, by, hasNonce, now)) ?? End(ElicitationEvents.Cancelled, reason);

    /// <summary>Nobody answered in time.</summary>
    public static ElicitationStep Expire(Elicitation item, DateTimeOffset now) =>
        item.Closed is not null ? Decided(item, item.Closed.Value)
        : item.Question.ExpiresAt > now ? ElicitationStep.No("elicitation.early", "Its time has not run out.")
        : End(ElicitationEvents.Expired, null);

    private static ElicitationStep? MayAnswer(Elicitation item, string by, bool hasNonce, DateTimeOffset now) =>
        by != item.Question.To ? ElicitationStep.No("elicitation.forbidden", "Only the one asked answers.", 403)
        : Ended(item, now) ?? (hasNonce ? null : ElicitationStep.No("elicitation.nonce", "The answer does not carry the nonce that was given with this question.", 403));

    private static ElicitationStep? Ended(Elicitation item, DateTimeOffset now) =>
        item.StateAt(now) is not ElicitationState.Pending and var state ? Decided(item, state) : null;

    private static ElicitationStep Decided(Elicitation item, ElicitationState state) => ElicitationStep.No(
        "elicitation.decided",
        state == ElicitationState.Expired ? $"It expired at {item.Question.ExpiresAt:u}." : $"It was {ElicitationStates.NameOf(state)} by {item.ClosedBy} at {item.ClosedAt:u}; an answer counts once.");

    private static ElicitationStep.Record End(string type, string? reason) =>
        ElicitationStep.Of(type, new EndStep(string.IsNullOrWhiteSpace(reason) ? null : SecretMask.Mask(reason)), ElicitationJson.Default.EndStep);
}
