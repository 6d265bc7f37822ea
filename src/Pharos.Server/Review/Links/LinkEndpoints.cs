using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review;
using Pharos.Review.Links;
using Pharos.Server.Security;

namespace Pharos.Server.Review.Links;

/// <summary>
/// Decisions by a link. Looking at a link changes nothing, because mail and chat programs look at links by themselves; only the form of its page decides. The link is the right: it stands for
/// its recipient, who must still be allowed to judge.
/// </summary>
internal sealed class LinkEndpoints(ReviewParts reviews, NoticeParts notices, ProposalArchive archive, AddressLimit limit, TimeProvider clock)
{
    /// <summary>Longest input that a page shows, and so the longest that can be approved by a link: nobody approves what they have not seen.</summary>
    public const int MaximumInputCharacters = 32 * 1024;

    private static readonly LinkFailurePage Failures = new();

    public void Map(RouteMap routes)
    {
        routes.Map("GET", LoggedPath.OfLink, ShowAsync, Failures);
        routes.Map("POST", LoggedPath.OfLink, DecideAsync, Failures);
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (link, item, input))
        {
            return;
        }

        var purpose = link.Link.Purpose;
        var page = new LinkPage(purpose switch { LinkPurpose.Approve => "Approve this?", LinkPurpose.Deny => "Deny this?", _ => "Waiting for a review" });
        Describe(page, item, link.Link);
        if (input is null)
        {
            page.Paragraph("What is proposed is too long for this page, so it cannot be approved by a link. Use \"pharos review\".");
        }
        else
        {
            page.Verbatim("What is proposed", input);
        }

        if (purpose == LinkPurpose.Deny || (purpose == LinkPurpose.Approve && input is not null))
        {
            page.Form(
                purpose == LinkPurpose.Approve ? $"Approve as {link.Link.Recipient}" : $"Deny as {link.Link.Recipient}",
                purpose == LinkPurpose.Deny,
                (LinkForm.ConfirmField, notices.Signer.ConfirmationOf(link.Digest)),
                (LinkForm.VersionField, item.Version.ToString(CultureInfo.InvariantCulture)));
        }

        await page.WriteAsync(context);
    }

    private async Task DecideAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (link, item, input))
        {
            return;
        }

        var form = await LinkForm.ReadAsync(context);
        if (form is null || !notices.Signer.IsConfirmation(link.Digest, form.Confirm))
        {
            await context.FailAsync(new Problem("review.link.confirm", "This was not sent by the link's own page. Open the link and use its button.", StatusCodes.Status403Forbidden));
            return;
        }

        if (link.Link.Purpose == LinkPurpose.Look || (link.Link.Purpose == LinkPurpose.Approve && input is null))
        {
            await context.FailAsync(new Problem("review.link.look", "This link only shows the review.", StatusCodes.Status403Forbidden));
            return;
        }

        var judgement = new Judgement(link.Link.Purpose == LinkPurpose.Approve ? VerdictKind.Approve : VerdictKind.Reject)
        {
            Reason = form.Reason,
            Version = form.Version,
            Via = "link",
            Link = link.Digest,
        };

        // Found again: a token may have been revoked since the page was opened.
        if (notices.Judges.Find(link.Link.Recipient) is not { } judge)
        {
            await context.FailAsync(NoJudge(link.Link.Recipient));
            return;
        }

        switch (await reviews.Desk.JudgeAsync(new ReviewId(item.Id), judge, judgement, context.RequestAborted))
        {
            case ReviewOutcome.Changed changed:
                await Done(changed.Item).WriteAsync(context);
                return;
            case ReviewOutcome.Refused refused:
                await context.FailAsync(refused.Problem);
                return;
            default:
                throw new InvalidOperationException("A review outcome without a case.");
        }
    }

    private async Task<(ReviewLinkCheck.Valid Link, ReviewItem Item, string? Input)?> FindAsync(HttpContext context)
    {
        if (limit.Take(context.Connection.RemoteIpAddress) is { } wait)
        {
            ServerMetrics.RateLimited();
            await context.FailAsync(new Problem("rate.exceeded", "Too many links were tried from this address; wait a little.", StatusCodes.Status429TooManyRequests), wait);
            return null;
        }

        var check = notices.Signer.Check(context.Request.RouteValues["token"] as string ?? "", clock.GetUtcNow());
        if (check is not ReviewLinkCheck.Valid valid)
        {
            await context.FailAsync(check is ReviewLinkCheck.Expired expired
                ? new Problem("review.link.expired", $"This link worked until {expired.Link.ExpiresAt:u}. Use \"pharos review\".", StatusCodes.Status410Gone)
                : new Problem("review.link.unknown", "This is not a link of this server, or it was cut off. Copy it whole.", StatusCodes.Status404NotFound));
            return null;
        }

        if (notices.Judges.Find(valid.Link.Recipient) is null)
        {
            await context.FailAsync(NoJudge(valid.Link.Recipient));
            return null;
        }

        if (await reviews.Desk.FindAsync(new ReviewId(valid.Link.Review), context.RequestAborted) is not { } item)
        {
            await context.FailAsync(new Problem("review.unknown", "The review of this link is not there any more.", StatusCodes.Status404NotFound));
            return null;
        }

        if (Refusal(valid, item) is { } refusal)
        {
            await context.FailAsync(refusal);
            return null;
        }

        var found = await archive.FindAsync(new ProposalId(item.Request.Proposal), context.RequestAborted);
        var input = found is null ? null : Readable(found.Input);
        return (valid, item, input?.Length > MaximumInputCharacters ? null : input);
    }

    private Problem? Refusal(ReviewLinkCheck.Valid link, ReviewItem item) =>
        item.UsedLinks.Contains(link.Digest) ? new Problem("review.link.used", "This link was used before.", StatusCodes.Status409Conflict)
        : !item.IsClosed ? null
        : item.Verdict is { } verdict
            ? new Problem("review.decided", $"It was {ReviewStates.NameOf(item.StateAt(clock.GetUtcNow()))} by {verdict.By} at {verdict.At:u}.", StatusCodes.Status409Conflict)
            : new Problem("review.decided", $"It is {ReviewStates.NameOf(item.StateAt(clock.GetUtcNow()))}: {item.ClosedWhy}", StatusCodes.Status409Conflict);

    private static Problem NoJudge(string recipient) =>
        new("review.link.recipient", $"{recipient} holds no token of a reviewer or an administrator any more, so links sent to them do not work.", StatusCodes.Status403Forbidden);

    private static void Describe(LinkPage page, ReviewItem item, ReviewLink link) => page.Facts(
        ("In one line", item.Request.Summary),
        ("Risk", ReviewRisks.NameOf(item.Request.Risk)),
        ("Why it waits", $"{item.Request.Reason} ({item.Request.Rule})"),
        ("Proposed by", item.Request.Session is { } session ? $"{item.Request.Agent}, session {session}" : item.Request.Agent),
        ("Workspace", item.Request.Workspace),
        ("Asked at", $"{item.RequestedAt:u}"),
        ("You decide as", link.Recipient),
        ("This link works until", $"{link.ExpiresAt:u}, once"),
        ("People needed", item.Request.People > 1 ? $"{item.Request.People}, of whom {item.Endorsed.Count} have approved" : null));

    private LinkPage Done(ReviewItem item) =>
        item.Verdict is { } verdict ? new LinkPage(verdict.Verdict == VerdictKind.Approve ? "Approved" : "Denied").Paragraph($"Recorded as decided by {verdict.By}. You can close this page.")
        : new LinkPage("Approved, and more people are needed").Paragraph($"{item.Endorsed.Count} of {item.Request.People} have approved.");

    /// <summary>The members of what is proposed, with texts as texts and not as JSON, where a line feed could not be told from its spelling.</summary>
    private static string Readable(RegoObject input)
    {
        var proposed = input.TryGet("input", out var inner) && inner is RegoObject members ? members : input;
        var text = new StringBuilder();
        foreach (var (name, value) in proposed)
        {
            text.Append(name is RegoString key ? key.Value : name.ToJson()).Append(":\n").Append(value is RegoString line ? line.Value : Encoding.UTF8.GetString(MaskedJson.Write(value))).Append("\n\n");
        }

        return VisibleText.Of(text.ToString().TrimEnd(), keepLines: true);
    }
}
