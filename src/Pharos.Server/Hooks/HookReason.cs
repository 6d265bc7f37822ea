using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Server.Hooks;

/// <summary>The words an agent and its person read: which rule spoke, why, and what to do now.</summary>
internal static class HookReason
{
    /// <summary>The words for a decision.</summary>
    public static string Of(Answer answer) => answer.Decision switch
    {
        Decision.Allow => $"Pharos allows this ({answer.Rule}).",
        Decision.Review => $"Pharos wants a person to look ({answer.Rule}): {Sentence(answer.Reason)}",
        _ => $"Pharos denied this ({answer.Rule}): {Sentence(answer.Reason)} Do not look for a way around it: do the task another way, or tell the person what you need and why.",
    };

    /// <summary>The words for a review that nobody would see.</summary>
    public static string NobodyToAsk(Answer answer, string? mode) =>
        $"Pharos denied this because a person has to look ({answer.Rule}) and permission mode {mode} asks nobody: {Sentence(answer.Reason)} "
        + (Waits(answer) ?? "Tell the person; in a session with the default permission mode they can approve it.");

    /// <summary>The words for a review where the event can only say yes or no.</summary>
    public static string CannotAsk(Answer answer) =>
        $"Pharos denied this because a person has to look ({answer.Rule}) and this event cannot ask one: {Sentence(answer.Reason)} "
        + (Waits(answer) ?? "Do it another way, or tell the person what you need and why; they can do it themselves or change the policy.");

    /// <summary>The words for an approval of another input, where the event cannot change it.</summary>
    public static string EditedOnly(Answer answer) =>
        $"{Sentence(answer.Reason)} It is approved only with another input, and this event cannot change it. Within {ReviewOptions.TicketLifetime.TotalMinutes:0} minutes, propose exactly this instead: {answer.Edited?.ToJson()}";

    private static string? Waits(Answer answer) => answer.Review is { } review
        ? $"It waits as review {review}. Go on with something else; once it is approved, do exactly the same again within {ReviewOptions.TicketLifetime.TotalMinutes:0} minutes."
        : null;

    private static string Sentence(string reason) => reason is [.., '.' or '!' or '?'] ? reason : reason + ".";
}
