using System.Buffers;
using System.Text.Json;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Notices;

namespace Pharos.Integrations.Webhooks;

/// <summary>The JSON of a notice: facts of one line each, never the input, and links.</summary>
internal static class WebhookBody
{
    /// <summary>Writes a notice.</summary>
    public static byte[] Of(ReviewNotice notice, string recipient)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", notice.Id);
            writer.WriteString("type", NoticeKinds.NameOf(notice.Kind));
            writer.WriteString("at", notice.At.UtcDateTime);
            writer.WriteString("recipient", recipient);
            writer.WritePropertyName("review");
            WriteReview(writer, notice.Item);
            writer.WriteStartObject("links");
            writer.WriteString("open", notice.Links.Open.AbsoluteUri);
            writer.WriteString("approve", notice.Links.Approve.AbsoluteUri);
            writer.WriteString("deny", notice.Links.Deny.AbsoluteUri);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteReview(Utf8JsonWriter writer, ReviewItem item)
    {
        var request = item.Request;
        writer.WriteStartObject();
        writer.WriteString("id", item.Id);
        writer.WriteString("proposalId", request.Proposal);
        WriteText(writer, "kind", request.Kind);
        WriteText(writer, "tool", request.Tool);
        writer.WriteString("risk", ReviewRisks.NameOf(request.Risk));
        WriteText(writer, "summary", request.Summary);
        WriteText(writer, "rule", request.Rule);
        WriteText(writer, "reason", request.Reason);
        WriteText(writer, "agent", request.Agent);
        WriteText(writer, "session", request.Session);
        WriteText(writer, "workspace", request.Workspace);
        writer.WriteString("requestedAt", item.RequestedAt.UtcDateTime);
        writer.WriteString("dueAt", request.DueAt.UtcDateTime);
        writer.WriteString("expiresAt", item.ExpiresAt.UtcDateTime);
        writer.WriteString("onTimeout", TimeoutActions.NameOf(request.OnTimeout));
        writer.WriteNumber("level", item.Level);
        writer.WriteBoolean("overdue", item.IsOverdue);
        writer.WriteNumber("people", request.People);
        writer.WriteNumber("endorsed", item.Endorsed.Count);
        writer.WriteEndObject();
    }

    // Whatever shows it is a program that knows nothing of agents that paint.
    private static void WriteText(Utf8JsonWriter writer, string name, string? text) => writer.WriteString(name, text is null ? null : VisibleText.Of(SecretMask.Mask(text)));
}
