using System.Net;
using System.Net.Sockets;
using System.Text;
using Pharos.Integrations.Webhooks;
using Pharos.Review;
using Pharos.Review.Links;
using Pharos.Review.Notices;

namespace Pharos.Integrations.Tests.Webhooks;

public sealed class WebhookChannelTests : IAsyncDisposable
{
    private readonly WebhookReceiver _receiver = WebhookReceiver.Start();

    [Fact]
    public async Task A_notice_arrives_signed_with_its_facts_and_links()
    {
        (await SendAsync()).ShouldBeOfType<NoticeOutcome.Sent>();
        _receiver.Violations.ShouldBeEmpty();
        var notice = _receiver.Accepted.ShouldHaveSingleItem();
        notice.GetProperty("type").GetString().ShouldBe("review.requested");
        notice.GetProperty("review").GetProperty("summary").GetString().ShouldBe("sudo reboot");
        notice.GetProperty("links").GetProperty("approve").GetString().ShouldBe("https://pharos.example/r/a");
    }

    [Fact]
    public async Task What_an_agent_painted_is_written_out()
    {
        (await SendAsync(summary: "rm -rf / \u202Eerasmrah\u001b[2K")).ShouldBeOfType<NoticeOutcome.Sent>();
        _receiver.Accepted[0].GetProperty("review").GetProperty("summary").GetString().ShouldBe("rm -rf / \\u{202E}erasmrah\\u{1B}[2K");
    }

    [Theory]
    [InlineData("InternalError,InternalError")]
    [InlineData("TooMany")]
    [InlineData("Hang,TooMany")]
    public async Task A_receiver_that_recovers_is_told_by_a_later_attempt(string script)
    {
        Play(script);
        (await SendAsync()).ShouldBeOfType<NoticeOutcome.Sent>();
        _receiver.Requests.ShouldBe(script.Split(',').Length + 1);
    }

    [Theory]
    [InlineData("InternalError,InternalError,InternalError", 3, "500")]
    [InlineData("Hang,Hang,Hang", 3, "did not answer")]
    [InlineData("Gone", 1, "410")]
    public async Task A_failure_says_why_and_never_where(string script, int requests, string why)
    {
        Play(script);
        var failed = (await SendAsync()).ShouldBeOfType<NoticeOutcome.Failed>();
        failed.Problem.ShouldContain(why);
        failed.Problem.ShouldNotContain("hook");
        _receiver.Requests.ShouldBe(requests);
    }

    [Fact]
    public async Task A_receiver_that_hangs_up_is_tried_again_and_then_a_failure()
    {
        var calls = 0;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hangingUp = HangUpAsync();
        using var channel = Channel(new Uri($"http://{listener.LocalEndpoint}/hook"));
        (await channel.SendAsync(Notice("sudo reboot"), TestContext.Current.CancellationToken)).ShouldBeOfType<NoticeOutcome.Failed>().Problem.ShouldContain("cannot be reached");
        listener.Stop();
        await Should.ThrowAsync<SocketException>(hangingUp);
        calls.ShouldBeGreaterThanOrEqualTo(3);

        async Task HangUpAsync()
        {
            while (true)
            {
                using var socket = await listener.AcceptSocketAsync();
                calls++;
                socket.LingerState = new LingerOption(true, 0);
            }
        }
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Play("Redirect");
        (await SendAsync()).ShouldBeOfType<NoticeOutcome.Failed>().Problem.ShouldContain("not followed");
        _receiver.Requests.ShouldBe(1);
        _receiver.Accepted.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endless_response_is_not_read()
    {
        Play("Endless");
        (await SendAsync()).ShouldBeOfType<NoticeOutcome.Sent>();
    }

    [Fact]
    public async Task A_receiver_that_only_fails_is_left_alone_for_a_while()
    {
        using var channel = Channel();
        Play(string.Join(',', Enumerable.Repeat("InternalError", 50)));
        await channel.SendAsync(Notice("one"), TestContext.Current.CancellationToken);
        await channel.SendAsync(Notice("two"), TestContext.Current.CancellationToken);
        var asked = _receiver.Requests;
        (await channel.SendAsync(Notice("three"), TestContext.Current.CancellationToken)).ShouldBeOfType<NoticeOutcome.Failed>().Problem.ShouldContain("left alone");
        _receiver.Requests.ShouldBe(asked);
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private async Task<NoticeOutcome> SendAsync(string summary = "sudo reboot")
    {
        using var channel = Channel();
        return await channel.SendAsync(Notice(summary), TestContext.Current.CancellationToken);
    }

    // Short only where an answer never comes: with a short limit, a machine that rests for a moment is asked once more than the tests count.
    private WebhookChannel Channel(Uri? url = null) => new(
        new WebhookOptions("ann", url ?? _receiver.Url, Encoding.UTF8.GetBytes(WebhookReceiver.Secret)) { Timeout = _receiver.Script.Contains(ReceiverFault.Hang) ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1), FirstPause = TimeSpan.FromMilliseconds(5) }, TimeProvider.System);

    private void Play(string script)
    {
        foreach (var fault in script.Split(','))
        {
            _receiver.Script.Enqueue(Enum.Parse<ReceiverFault>(fault));
        }
    }

    private static ReviewNotice Notice(string summary)
    {
        var at = new DateTimeOffset(2026, 11, 21, 3, 30, 0, TimeSpan.Zero);
        var item = new ReviewItem
        {
            Id = Guid.Parse("01900000-0000-7000-8000-0000000000aa"),
            RequestedAt = at,
            Version = 1,
            Revision = 1,
            ExpiresAt = at.AddHours(1),
            Request = new ReviewRequest
            {
                Proposal = Guid.Parse("01900000-0000-7000-8000-0000000000ab"),
                Kind = "command",
                Tool = "Bash",
                Summary = summary,
                Rule = "pharos.gate.shell.sudo",
                Reason = "It runs as another account.",
                Risk = ReviewRisk.High,
                Agent = "claude-1",
                Proposer = "claude-1",
                Workspace = "/srv/app",
                Key = "key",
                DueAt = at.AddMinutes(5),
                ExpiresAt = at.AddHours(1),
                OnTimeout = TimeoutAction.Expire,
            },
        };
        var links = new ReviewLinkSet(new Uri("https://pharos.example/r/o"), new Uri("https://pharos.example/r/a"), new Uri("https://pharos.example/r/d"));
        return new ReviewNotice(Guid.Parse("01900000-0000-7000-8000-0000000000ac"), NoticeKind.Requested, item, links, at);
    }
}
