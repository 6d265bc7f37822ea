using System.Net;
using Pharos.Agents;
using Pharos.Server.Events;

namespace Pharos.Server.Tests.Events;

public sealed class StreamLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_are_limited_for_each_token_and_in_all_and_leaving_makes_room()
    {
        await using var server = new StreamServer { Limits = "  streams: 3\n  streamsPerToken: 2" };
        await server.InitializeAsync();
        var (one, other) = (await server.TokenAsync(Role.Viewer), await server.TokenAsync(Role.Reviewer));
        using var first = await server.OpenAsync(token: one);
        using var second = await server.OpenAsync(token: one);
        using var third = await server.OpenAsync(token: one);
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter.ShouldNotBeNull();
        (await TestServer.CodeAsync(third)).ShouldBe("stream.too-many");
        using var fourth = await server.OpenAsync(token: other);
        fourth.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var fifth = await server.OpenAsync(token: other);
        fifth.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await TestServer.CodeAsync(fifth)).ShouldBe("stream.full");
        server.Open.ShouldBe(3);
        first.Dispose();
        await StreamServer.UntilAsync(() => server.Open == 2);
        using var sixth = await server.OpenAsync(token: other);
        sixth.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Dispose();
        fourth.Dispose();
        sixth.Dispose();
        await StreamServer.UntilAsync(() => server.Open == 0);
    }

    [Fact]
    public void A_seat_is_given_back_once()
    {
        var seats = new StreamSeats(10, 10);
        var token = Guid.AllBitsSet;
        using var stays = seats.Take(token).Seat!;
        var leaves = seats.Take(token).Seat!;
        leaves.Dispose();
        leaves.Dispose();
        seats.Open.ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_says_goodbye_and_does_not_wait_for_the_drain()
    {
        var server = new StreamServer();
        await server.InitializeAsync();
        using var sse = await server.OpenAsync();
        await using (server)
        {
            var reading = sse.Content.ReadAsStringAsync(Cancellation);
            await server.Server.DisposeAsync().AsTask().WaitAsync(StreamServer.Patience, Cancellation);
            (await reading).ShouldEndWith(": server.stopping\n\n");
        }
    }
}
