using System.Globalization;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Server.Tests.Events;

public sealed class StreamResumeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("?agent=test-agent", 1)]
    [InlineData("?type=even.happened", 2)]
    [Trait("Category", "Slow")]
    public async Task A_reader_whose_connection_dies_again_and_again_gets_every_event_once(string query, int step)
    {
        const int Events = 4000;
        await using var server = new StreamServer();
        await server.InitializeAsync();
        var token = await server.TokenAsync(Role.Viewer);
        using (await server.OpenAsync(token: token))
        {
            // Leaves its record now, so that the log holds only what is appended below.
        }

        var random = new Random(7);
        var first = await server.AppendAsync("even.happened", agent: "test-agent");

        // The server puts its own events (checkpoints) between these.
        List<long> expected = [first];
        var appending = Task.Run(
            async () =>
            {
                for (var i = 1; i < Events; i++)
                {
                    var position = await server.AppendAsync(i % 2 == 0 ? "even.happened" : "odd.happened", agent: "test-agent");
                    if (i % step == 0)
                    {
                        expected.Add(position);
                    }
                }
            },
            Cancellation);
        var seen = new List<long>();
        var connections = 0;
        var last = (first - 1).ToString(CultureInfo.InvariantCulture);
        while (seen.Count < Events / step)
        {
            connections++;
            using var response = await server.OpenAsync(query, token, last);
            foreach (var item in await StreamServer.TakeAsync(response, Math.Min(random.Next(1, 120), (Events / step) - seen.Count)))
            {
                seen.Add(long.Parse(item.EventId!, CultureInfo.InvariantCulture));
                last = item.EventId!;
            }
        }

        await appending;
        connections.ShouldBeGreaterThan(10);
        seen.ShouldBe(expected);
        await StreamServer.UntilAsync(() => server.Open == 0);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Two_thousand_quiet_readers_hear_nothing_until_their_event_and_then_exactly_that()
    {
        const int Readers = 2000;
        await using var server = new StreamServer { Limits = "  streams: 3000\n  streamsPerToken: 3000", Streams = new() };
        await server.InitializeAsync();
        var token = await server.TokenAsync(Role.Viewer);
        var responses = new List<HttpResponseMessage>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Readers; i++)
        {
            responses.Add(await server.OpenAsync(i % 2 == 0 ? "?type=rare.happened" : $"?type=rare.happened&agent=agent-{i % 100}", token));
        }

        server.Open.ShouldBe(Readers);
        TestContext.Current.SendDiagnosticMessage($"{(GC.GetTotalMemory(forceFullCollection: true) - before) / Readers / 1024.0:0.0} KiB for each reader, its client included");
        for (var i = 0; i < 500; i++)
        {
            await server.AppendAsync(agent: $"agent-{i % 100}");
        }

        var expected = new List<long>();
        for (var i = 1; i < 100; i += 2)
        {
            expected.Add(await server.AppendAsync("rare.happened", agent: $"agent-{i}"));
        }

        for (var i = 0; i < Readers; i++)
        {
            var wanted = i % 2 == 0 ? expected : [expected[i % 100 / 2]];
            var items = await StreamServer.TakeAsync(responses[i], wanted.Count);
            items.Select(item => long.Parse(item.EventId!, CultureInfo.InvariantCulture)).ShouldBe(wanted);
            responses[i].Dispose();
        }

        await StreamServer.UntilAsync(() => server.Open == 0);
    }
}
