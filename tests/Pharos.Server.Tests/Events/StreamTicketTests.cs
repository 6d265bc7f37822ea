using System.Net;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Server.Security;

namespace Pharos.Server.Tests.Events;

public sealed class StreamTicketTests(StreamServer server) : IClassFixture<StreamServer>
{
    private static readonly Admission Viewer = new(new Caller("viewer-1", Role.Viewer), Guid.AllBitsSet);

    private readonly ManualClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_opens_one_stream_once()
    {
        var ticket = await TicketAsync(server);
        using var first = await OpenAsync(ticket);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var position = await server.AppendAsync();
        (await StreamServer.TakeAsync(first, 1)).Single().EventId.ShouldBe($"{position}");
        using var second = await OpenAsync(ticket);
        second.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await TestServer.CodeAsync(second)).ShouldBe("ticket.unknown");
    }

    [Fact]
    public async Task A_ticket_that_many_use_at_once_opens_one_stream()
    {
        var ticket = await TicketAsync(server);
        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => OpenAsync(ticket)));
        responses.Count(response => response.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var response in responses)
        {
            response.Dispose();
        }
    }

    [Theory]
    [InlineData("/api/events")]
    [InlineData("/api/health")]
    public async Task A_ticket_opens_nothing_else(string path)
    {
        var ticket = await TicketAsync(server);
        using var response = await server.SendAsync("GET", $"{path}?ticket={ticket}");
        (await TestServer.CodeAsync(response)).ShouldBe("token.missing");
    }

    [Fact]
    public async Task A_ticket_dies_with_its_token()
    {
        var outcome = await server.Server.Parts.Tokens.IssueAsync("ticket-holder", Role.Viewer, TimeSpan.FromHours(1), new Actor(ActorKind.System, "test"), Cancellation);
        var issued = outcome.ShouldBeOfType<TokenOutcome.Issued>();
        var ticket = await TicketAsync(server, issued.Token);
        await server.Server.Parts.Tokens.RevokeAsync(issued.Entry.Claims.Id, new Actor(ActorKind.System, "test"), Cancellation);
        using var response = await OpenAsync(ticket);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void A_ticket_lives_half_a_minute()
    {
        var tickets = new StreamTickets(_clock);
        var (inTime, expiresAt) = tickets.Issue(Viewer);
        var (late, _) = tickets.Issue(Viewer);
        expiresAt.ShouldBe(_clock.GetUtcNow() + StreamTickets.Lifetime);
        _clock.Advance(StreamTickets.Lifetime);
        tickets.Redeem(inTime).ShouldBe(Viewer);
        tickets.Redeem(inTime).ShouldBeNull();
        _clock.Advance(TimeSpan.FromTicks(1));
        tickets.Redeem(late).ShouldBeNull();
    }

    [Fact]
    public void Tickets_that_nobody_uses_make_room_for_new_ones()
    {
        var tickets = new StreamTickets(_clock);
        var (oldest, _) = tickets.Issue(Viewer);
        var (second, _) = tickets.Issue(Viewer);
        for (var i = 0; i < StreamTickets.MaximumTickets - 1; i++)
        {
            tickets.Issue(Viewer);
        }

        tickets.Redeem(oldest).ShouldBeNull();
        tickets.Redeem(second).ShouldBe(Viewer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void What_is_no_ticket_opens_nothing(string text)
    {
        var tickets = new StreamTickets(_clock);
        tickets.Issue(Viewer);
        tickets.Redeem(text).ShouldBeNull();
        tickets.Redeem(new string('x', 100_000)).ShouldBeNull();
    }

    internal static async Task<string> TicketAsync(StreamServer server, string? token = null)
    {
        using var response = await server.SendAsync("POST", "/api/events/stream/tickets", token ?? await server.TokenAsync(Role.Viewer));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await TestServer.JsonAsync(response)).GetProperty("ticket").GetString()!;
    }

    private Task<HttpResponseMessage> OpenAsync(string ticket) => server.OpenAsync($"?ticket={ticket}", change: request => request.Headers.Authorization = null);
}
