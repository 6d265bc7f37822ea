using Pharos.Events.Indexing;

namespace Pharos.Tests.Events.Indexing;

public sealed class LeapfrogTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public async Task An_intersection_is_what_all_sets_have_in_common(int seed, bool isDescending)
    {
        var random = new Random(seed);
        var order = new ReadingOrder(isDescending);
        for (var round = 0; round < 300; round++)
        {
            var sets = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Some(random)).ToList();
            var budget = new WorkBudget();
            var walk = new Leapfrog([.. sets.Select(set => new PostingCursor(StoredPostings.Of(set, random.Next(1, 30), order), budget))], budget);
            var wanted = sets.Aggregate((all, next) => [.. all.Intersect(next)]).Select(order.KeyOf).Order();
            (await Walk(walk, order.KeyOf(isDescending ? 10_000 : 1))).ShouldBe(wanted);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_walk_that_begins_in_the_middle_finds_the_rest(bool isDescending)
    {
        var order = new ReadingOrder(isDescending);
        var budget = new WorkBudget();
        var walk = new Leapfrog([new PostingCursor(StoredPostings.Of([2, 4, 6, 8, 10], 2, order), budget)], budget);
        (await Walk(walk, order.KeyOf(5))).Select(order.PositionOf).ShouldBe(isDescending ? [4, 2] : [6, 8, 10]);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task Every_event_of_a_span_of_time_lies_in_a_zone_that_is_walked(int seed, bool isDescending)
    {
        var random = new Random(seed);
        var order = new ReadingOrder(isDescending);
        for (var round = 0; round < 50; round++)
        {
            // A clock that mostly goes on and now and then steps back a long way.
            var clock = 0L;
            var times = Enumerable.Range(1, random.Next(1, 5000)).ToDictionary(position => (long)position, _ => clock = random.Next(200) == 0 ? clock - random.Next(3000) : clock + random.Next(4));
            var zones = times.GroupBy(time => Zone.FirstOf(time.Key))
                .Select(group => group.Skip(1).Aggregate(Zone.Of(group.First().Key, group.First().Value), (zone, time) => zone.With(time.Key, time.Value)))
                .ToList();
            var from = times[random.Next(1, times.Count + 1)];
            var to = from + random.Next(2000);
            var budget = new WorkBudget();
            var walk = new Leapfrog([new ZoneCursor(new StoredZones(zones, from, to, order), budget)], budget);
            var walked = (await Walk(walk, order.KeyOf(isDescending ? times.Count : 1))).Select(order.PositionOf).ToHashSet();
            times.Where(time => time.Value >= from && time.Value <= to).ShouldAllBe(time => walked.Contains(time.Key));
            walked.ShouldAllBe(position => zones.Single(zone => zone.First == Zone.FirstOf(position)).MayHold(from, to));
        }
    }

    [Fact]
    public async Task The_work_follows_the_rarest_set()
    {
        var order = new ReadingOrder(IsDescending: false);
        var budget = new WorkBudget();
        var frequent = StoredPostings.Of(Enumerable.Range(1, 500_000).Select(i => (long)i), 512, order);
        var rare = StoredPostings.Of([7, 250_000, 499_999], 512, order);
        (await Walk(new Leapfrog([new PostingCursor(rare, budget), new PostingCursor(frequent, budget)], budget), 1)).ShouldBe([7, 250_000, 499_999]);
        frequent.Read.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task Sets_that_never_meet_are_walked_in_steps_of_one_budget_each_and_none_is_skipped()
    {
        var order = new ReadingOrder(IsDescending: false);
        var even = Enumerable.Range(1, 20_000).Select(i => 2L * i).ToList();
        var odd = even.Select(position => position - 1).Append(39_998).ToList();
        var next = 1L;
        var found = new List<long>();
        var pages = 0;
        for (var kind = MeetingKind.Paused; kind != MeetingKind.Ended; pages++)
        {
            pages.ShouldBeLessThan(100);
            var budget = new WorkBudget(5000);
            var walk = new Leapfrog([new PostingCursor(StoredPostings.Of(even, 100, order), budget), new PostingCursor(StoredPostings.Of(odd, 100, order), budget)], budget);
            Meeting met;
            while ((met = await walk.NextAsync(next, Cancellation)).Kind == MeetingKind.Found)
            {
                found.Add(met.Key);
                next = met.Key + 1;
            }

            kind = met.Kind;
            met.Key.ShouldBeGreaterThanOrEqualTo(next);
            next = met.Key;
        }

        found.ShouldBe([39_998]);
        pages.ShouldBeGreaterThan(5);
    }

    [Fact]
    public Task A_list_whose_blocks_do_not_lead_on_is_damaged()
    {
        var order = new ReadingOrder(IsDescending: false);
        var cursor = new PostingCursor(new StuckPostings(), new WorkBudget());
        return Should.ThrowAsync<IndexDamagedException>(async () => await cursor.SeekAsync(order.KeyOf(100), Cancellation));
    }

    [Fact]
    public async Task A_walk_that_is_cancelled_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var budget = new WorkBudget();
        var walk = new Leapfrog([new PostingCursor(StoredPostings.Of([1], 1, default), budget)], budget);
        await Should.ThrowAsync<OperationCanceledException>(async () => await walk.NextAsync(1, cancelled.Token));
    }

    private static List<long> Some(Random random)
    {
        var density = random.NextDouble();
        return [.. Enumerable.Range(1, random.Next(1, 400)).Where(_ => random.NextDouble() < density).Select(i => (long)i)];
    }

    private static async Task<List<long>> Walk(Leapfrog walk, long from)
    {
        var found = new List<long>();
        Meeting met;
        while ((met = await walk.NextAsync(from, Cancellation)).Kind == MeetingKind.Found)
        {
            found.Add(met.Key);
            from = met.Key + 1;
        }

        met.Kind.ShouldBe(MeetingKind.Ended);
        return found;
    }

    private sealed class StuckPostings : IPostingReader
    {
        public ValueTask<PostingRuns> ReadAsync(long target, int most, CancellationToken cancellationToken) => new(new PostingRuns([[1, 2], [1, 3]], IsLast: false));
    }
}
