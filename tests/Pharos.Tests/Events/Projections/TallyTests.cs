using Pharos.Events.Projections;

namespace Pharos.Tests.Events.Projections;

public sealed class TallyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frequent_names_stay_whatever_else_comes_and_no_count_is_too_low(int seed)
    {
        var random = new Random(seed);
        var tally = new Tally(20);
        var real = new Dictionary<string, long>();
        for (var i = 0; i < 20_000; i++)
        {
            var name = random.Next(2) == 0 ? $"often-{random.Next(5)}" : $"once-{random.Next(10_000)}";
            real[name] = real.GetValueOrDefault(name) + 1;
            tally.Add(name, 1);
        }

        tally.Count.ShouldBe(20);
        var top = tally.Top(5);
        top.Select(entry => entry.Name).ShouldBe(Enumerable.Range(0, 5).Select(i => $"often-{i}"), ignoreOrder: true);
        foreach (var entry in tally.Top(20))
        {
            entry.Events.ShouldBeGreaterThanOrEqualTo(real[entry.Name]);
            (entry.Events - entry.AtMostTooHighBy).ShouldBeLessThanOrEqualTo(real[entry.Name]);
        }
    }

    [Fact]
    public void Counts_are_exact_while_every_name_fits()
    {
        var tally = new Tally(3);
        foreach (var name in (string[])["a", "b", "a", "c", "a", "b"])
        {
            tally.Add(name, 10);
        }

        tally.Top(9).Select(entry => (entry.Name, entry.Events, entry.PayloadBytes, entry.AtMostTooHighBy)).ShouldBe([("a", 3L, 30L, 0L), ("b", 2L, 20L, 0L), ("c", 1L, 10L, 0L)]);
    }
}
