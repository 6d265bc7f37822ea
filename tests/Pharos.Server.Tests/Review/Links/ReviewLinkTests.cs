using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review;
using Pharos.Review.Links;
using Pharos.Review.Notices;
using Pharos.Server.Health;
using Pharos.Server.Review.Links;

namespace Pharos.Server.Tests.Review.Links;

public sealed class ReviewLinkTests(NotifyServer server) : IClassFixture<NotifyServer>
{
    [Fact]
    public async Task A_waiting_review_is_told_by_a_signed_webhook_and_says_so()
    {
        var notice = await server.AskAsync();
        notice.GetProperty("links").GetProperty("open").GetString()!.ShouldStartWith("https://pharos.example.org/r/ph_");
        var id = IdOf(notice);
        await EventuallyAsync(async () => (await server.ReviewAsync(id)).GetProperty("told").EnumerateArray().Select(told => told.GetString()).SequenceEqual(["webhook ann"]));
        (await server.ReviewAsync(id)).GetProperty("untold").GetBoolean().ShouldBeFalse();
        server.Receiver.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_approval_by_link_is_the_recipients_and_reaches_the_agent()
    {
        var notice = await server.AskAsync();
        using var done = await server.DecideAsync(NotifyServer.PathOf(notice, "approve"));
        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        var verdict = (await server.ReviewAsync(IdOf(notice))).GetProperty("verdict");
        (verdict.GetProperty("by").GetString(), verdict.GetProperty("via").GetString(), verdict.GetProperty("verdict").GetString()).ShouldBe(("ann", "link", "approve"));
        using var got = await server.SendAsync("GET", $"/api/proposals/{notice.GetProperty("review").GetProperty("proposalId").GetString()}", Role.Agent);
        (await TestServer.JsonAsync(got)).GetProperty("decision").GetString().ShouldBe("allow");
    }

    [Fact]
    public async Task A_denial_by_link_asks_for_a_reason_and_hands_it_on()
    {
        var notice = await server.AskAsync();
        var path = NotifyServer.PathOf(notice, "deny");
        using var without = await server.DecideAsync(path);
        without.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await without.Content.ReadAsStringAsync()).ShouldContain("review.reason");
        using var with = await server.DecideAsync(path, "not on a Friday");
        with.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.ReviewAsync(IdOf(notice))).GetProperty("verdict").GetProperty("reason").GetString().ShouldBe("not on a Friday");
    }

    [Fact]
    public async Task Looking_at_a_link_decides_nothing_and_shows_what_is_asked_without_a_script()
    {
        var notice = await server.AskAsync("sudo echo '<img src=x onerror=alert(1)>\u202Esdrawkcab'");
        using var shown = await server.SendAsync("GET", NotifyServer.PathOf(notice, "approve"));
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await shown.Content.ReadAsStringAsync();
        page.ShouldNotContain("<script");
        page.ShouldNotContain("<img");
        page.ShouldNotContain("\u202E");
        page.ShouldContain("\\u{202E}sdrawkcab");
        page.ShouldContain("ann");
        shown.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        shown.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        shown.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await server.ReviewAsync(IdOf(notice))).GetProperty("state").GetString().ShouldBe("waiting");
    }

    [Fact]
    public async Task A_used_link_is_refused_also_after_the_verdict_was_taken_back()
    {
        var notice = await server.AskAsync();
        var path = NotifyServer.PathOf(notice, "approve");
        using var shown = await server.SendAsync("GET", path);
        var fields = NotifyServer.FieldsOf(await shown.Content.ReadAsStringAsync());
        using var first = await server.PostAsync(path, fields);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(await server.PostAsync(path, fields), HttpStatusCode.Conflict, "review.link.used");
        using var undone = await server.SendAsync("POST", $"/api/reviews/{IdOf(notice)}/undo", await server.TokenAsync(Role.Reviewer, "ann"));
        undone.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(await server.PostAsync(path, fields), HttpStatusCode.Conflict, "review.link.used");
        await RefusedAsync(await server.SendAsync("GET", path), HttpStatusCode.Conflict, "review.link.used");
        (await server.ReviewAsync(IdOf(notice))).GetProperty("verdict").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_form_is_good_for_its_own_link_only()
    {
        var (one, other) = (await server.AskAsync(), await server.AskAsync());
        using var shown = await server.SendAsync("GET", NotifyServer.PathOf(one, "approve"));
        var fields = NotifyServer.FieldsOf(await shown.Content.ReadAsStringAsync(), "no");
        await RefusedAsync(await server.PostAsync(NotifyServer.PathOf(other, "approve"), fields), HttpStatusCode.Forbidden, "review.link.confirm");
        await RefusedAsync(await server.PostAsync(NotifyServer.PathOf(one, "deny"), fields), HttpStatusCode.Forbidden, "review.link.confirm");
        await RefusedAsync(await server.PostAsync(NotifyServer.PathOf(one, "open"), fields), HttpStatusCode.Forbidden, "review.link.confirm");
        await RefusedAsync(await server.PostAsync(NotifyServer.PathOf(one, "approve"), new Dictionary<string, string>()), HttpStatusCode.Forbidden, "review.link.confirm");
    }

    [Fact]
    public async Task A_link_of_another_key_another_verdict_or_another_recipient_is_unknown()
    {
        var notice = await server.AskAsync();
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        var forged = new ReviewLinkSigner(new byte[32]).Sign(new ReviewLink(Guid.Parse(IdOf(notice)), LinkPurpose.Approve, "ann", until, 1));
        await RefusedAsync(await server.SendAsync("GET", $"/r/{forged}"), HttpStatusCode.NotFound, "review.link.unknown");
        var deny = NotifyServer.PathOf(notice, "deny");
        var approve = NotifyServer.PathOf(notice, "approve");
        var mixed = approve[..approve.IndexOf('.', StringComparison.Ordinal)] + deny[deny.IndexOf('.', StringComparison.Ordinal)..];
        await RefusedAsync(await server.SendAsync("GET", mixed), HttpStatusCode.NotFound, "review.link.unknown");
    }

    [Fact]
    public async Task An_expired_link_says_so()
    {
        var notice = await server.AskAsync();
        var old = server.Server.Parts.Notices.Signer.Sign(new ReviewLink(Guid.Parse(IdOf(notice)), LinkPurpose.Approve, "ann", TimeProvider.System.GetUtcNow().AddSeconds(-1), 1));
        await RefusedAsync(await server.SendAsync("GET", $"/r/{old}"), HttpStatusCode.Gone, "review.link.expired");
        await RefusedAsync(await server.PostAsync($"/r/{old}", new Dictionary<string, string>()), HttpStatusCode.Gone, "review.link.expired");
    }

    [Theory]
    [InlineData("nobody", null)]
    [InlineData("claude-9", Role.Agent)]
    [InlineData("vic", Role.Viewer)]
    public async Task A_link_of_somebody_who_may_not_judge_is_refused(string recipient, Role? role)
    {
        if (role is { } held)
        {
            await server.TokenAsync(held, recipient);
        }

        var notice = await server.AskAsync();
        await RefusedAsync(await server.SendAsync("GET", $"/r/{LinkFor(notice, recipient)}"), HttpStatusCode.Forbidden, "review.link.recipient");
    }

    [Fact]
    public async Task A_link_ends_with_its_recipients_token()
    {
        await server.TokenAsync(Role.Reviewer, "leaver");
        var notice = await server.AskAsync();
        var path = $"/r/{LinkFor(notice, "leaver")}";
        using var shown = await server.SendAsync("GET", path);
        var fields = NotifyServer.FieldsOf(await shown.Content.ReadAsStringAsync());
        var ledger = server.Server.Parts.Tokens;
        await ledger.RevokeAsync(ledger.All.Single(token => token.Claims.Subject == "leaver").Claims.Id, new Actor(ActorKind.System, "test"), CancellationToken.None);
        await RefusedAsync(await server.PostAsync(path, fields), HttpStatusCode.Forbidden, "review.link.recipient");
    }

    [Fact]
    public async Task Nobody_approves_their_own_proposal_by_a_link()
    {
        using var asked = await server.SendAsync("POST", "/api/proposals", Role.Admin, server.Command("sudo systemctl restart own", ""","agent":{"id":"somebody"}"""));
        var id = (await TestServer.JsonAsync(asked)).GetProperty("review").GetString()!;
        var notice = await server.NoticeAsync(id, "review.requested");
        var path = $"/r/{LinkFor(notice, "admin-1")}";
        await RefusedAsync(await server.DecideAsync(path), HttpStatusCode.Forbidden, "review.self");
    }

    [Theory]
    [InlineData("https://evil.example", "request.origin")]
    [InlineData("null", null)]
    [InlineData("https://pharos.example.org", null)]
    [InlineData(null, null)]
    public async Task A_form_of_another_origin_is_refused(string? origin, string? code)
    {
        var notice = await server.AskAsync();
        var path = NotifyServer.PathOf(notice, "approve");
        using var shown = await server.SendAsync("GET", path);
        var answer = await server.PostAsync(path, NotifyServer.FieldsOf(await shown.Content.ReadAsStringAsync()), origin);
        if (code is not null)
        {
            await RefusedAsync(answer, HttpStatusCode.Forbidden, code);
            return;
        }

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_decides_what_was_seen_and_not_what_it_became()
    {
        var notice = await server.AskAsync();
        var path = NotifyServer.PathOf(notice, "approve");
        using var shown = await server.SendAsync("GET", path);
        var fields = NotifyServer.FieldsOf(await shown.Content.ReadAsStringAsync());
        using var escalated = await server.SendAsync("POST", $"/api/reviews/{IdOf(notice)}/escalate", await server.TokenAsync(Role.Reviewer, "ben"), "{}");
        escalated.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(await server.PostAsync(path, fields), HttpStatusCode.Conflict, "review.version");
        using var again = await server.DecideAsync(path);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_handed_up_is_told_to_the_next_level()
    {
        var notice = await server.AskAsync();
        using var escalated = await server.SendAsync("POST", $"/api/reviews/{IdOf(notice)}/escalate", await server.TokenAsync(Role.Reviewer, "ann"), "{}");
        var told = await server.NoticeAsync(IdOf(notice), "review.escalated", "ben");
        told.GetProperty("review").GetProperty("level").GetInt32().ShouldBe(1);
        using var done = await server.DecideAsync(NotifyServer.PathOf(told, "deny"), "no");
        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.ReviewAsync(IdOf(notice))).GetProperty("verdict").GetProperty("by").GetString().ShouldBe("ben");
    }

    [Fact]
    public async Task What_is_too_long_for_its_page_cannot_be_approved_by_a_link()
    {
        // Small on the wire, and long where every control character is written out.
        var notice = await server.AskAsync($"sudo echo '{new string('\u0007', 9_000)}'");
        var path = NotifyServer.PathOf(notice, "approve");
        using var shown = await server.SendAsync("GET", path);
        var page = await shown.Content.ReadAsStringAsync();
        page.ShouldContain("too long");
        page.ShouldNotContain("<form");
        using var denying = await server.SendAsync("GET", NotifyServer.PathOf(notice, "deny"));
        (await denying.Content.ReadAsStringAsync()).ShouldContain("<form");
    }

    [Fact]
    public async Task No_link_stands_in_the_log()
    {
        var notice = await server.AskAsync();
        using var done = await server.DecideAsync(NotifyServer.PathOf(notice, "approve"));
        done.StatusCode.ShouldBe(HttpStatusCode.OK);
        var secrets = notice.GetProperty("links").EnumerateObject().Select(link => link.Value.GetString()!.Split("ph_")[1]).SelectMany(text => text.Split('.')).ToList();
        await foreach (var record in server.Server.Parts.Log.ReadAllAsync(Position.Start, TestContext.Current.CancellationToken))
        {
            var payload = Encoding.UTF8.GetString(record.Payload.Span);
            secrets.ShouldAllBe(secret => !payload.Contains(secret));
        }
    }

    [Fact]
    public void One_address_may_not_try_links_without_end()
    {
        var limit = new AddressLimit(TimeProvider.System);
        for (var at = 0; at < AddressLimit.PerMinute; at++)
        {
            limit.Take(IPAddress.Parse("2001:db8::1")).ShouldBeNull();
        }

        limit.Take(IPAddress.Parse("2001:db8::2")).ShouldNotBeNull("an address of the same network");
        limit.Take(IPAddress.Parse("2001:db8:0:1::1")).ShouldBeNull();
        limit.Take(IPAddress.Loopback).ShouldBeNull();
    }

    [Fact]
    public async Task Health_is_degraded_by_what_nobody_was_told_of_and_says_what_to_do()
    {
        await server.AskAsync();
        var check = await CheckAsync(TimeSpan.FromMinutes(2), []);
        check.Status.ShouldBe(HealthStatus.Degraded);
        check.Description!.ShouldContain("review.untold");
        HealthFinding.Of(new HealthReportEntry(check.Status, check.Description, TimeSpan.Zero, null, check.Data)).Single().Remedy!.ShouldContain("notify.recipients");
    }

    [Fact]
    public async Task Health_says_when_a_recipient_can_decide_nothing()
    {
        await server.AskAsync();
        (await CheckAsync(TimeSpan.Zero, [new NoticeAudience("webhook", "ann")])).Status.ShouldBe(HealthStatus.Healthy);
        (await CheckAsync(TimeSpan.Zero, [new NoticeAudience("webhook", "zoe")])).Description!.ShouldContain("review.recipient: zoe");
    }

    private async Task<HealthCheckResult> CheckAsync(TimeSpan later, NoticeAudience[] audiences)
    {
        var parts = server.Server.Parts;

        // A fold of its own has nobody told in it: the tellings are left out.
        var queue = new Projection<ReviewQueue>(parts.Log, new UntoldFold(), new NoSnapshots(), TimeProvider.System);
        using var ending = new CancellationTokenSource();
        var following = queue.RunAsync(ending.Token);
        await queue.ReachedAsync(await parts.Log.HeadAsync(), TestContext.Current.CancellationToken);
        await ending.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
        var clock = new ManualClock();
        clock.SetTimeOfDay(TimeProvider.System.GetUtcNow() + later);
        return await new ReviewHealthCheck(new UntoldReviews(queue, audiences, _ => null, clock), audiences, parts.Notices.Judges).CheckHealthAsync(new HealthCheckContext(), CancellationToken.None);
    }

    private sealed class UntoldFold : IFold<ReviewQueue>
    {
        private readonly ReviewQueueFold _fold = new();

        public string Name => _fold.Name;

        public int Version => _fold.Version;

        public ReviewQueue Start() => _fold.Start();

        public ReviewQueue Apply(ReviewQueue state, EventRecord record) => record.Type == ReviewEvents.Told ? state : _fold.Apply(state, record);

        public void Write(Utf8JsonWriter writer, ReviewQueue state) => _fold.Write(writer, state);

        public ReviewQueue Read(ReadOnlyMemory<byte> json) => _fold.Read(json);
    }

    private static string IdOf(JsonElement notice) => notice.GetProperty("review").GetProperty("id").GetString()!;

    private string LinkFor(JsonElement notice, string recipient) => server.Server.Parts.Notices.Signer.Sign(
        new ReviewLink(Guid.Parse(IdOf(notice)), LinkPurpose.Approve, recipient, TimeProvider.System.GetUtcNow().AddHours(1), 7));

    private static async Task RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        using (response)
        {
            var page = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(status, page);
            page.ShouldContain(code);
            response.Headers.CacheControl?.NoStore.ShouldBeTrue();
        }
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        for (var look = 0; !await isSo(); look++)
        {
            look.ShouldBeLessThan(3000);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
