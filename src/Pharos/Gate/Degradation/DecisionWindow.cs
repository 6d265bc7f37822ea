using Pharos.Gate.Breakers;
using Pharos.Gate.Throttling;
using Pharos.Proposals;

namespace Pharos.Gate.Degradation;

/// <summary>Counts the decisions of the last while: how many failed in which tier, and how long they took. Safe for use by many threads.</summary>
public sealed class DecisionWindow
{
    private const int Slots = 12;

    private static readonly Tier[] Tiers = Enum.GetValues<Tier>();

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _slot;
    private readonly Slot[] _ring = [.. Enumerable.Range(0, Slots).Select(_ => new Slot())];
    private readonly long _start;

    /// <param name="window">How far back it counts.</param>
    /// <param name="clock">The clock.</param>
    public DecisionWindow(TimeSpan window, TimeProvider clock)
    {
        (_clock, _slot, _start) = (clock, window / Slots, clock.GetTimestamp());
    }

    /// <summary>Counts an answer.</summary>
    public void Answered(Answer answer, TimeSpan elapsed) => Count(answer.Rule.StartsWith(GateBreakers.ErrorRules, StringComparison.Ordinal) ? answer.Tier : null, elapsed);

    /// <summary>Counts a decision that could not be made.</summary>
    public void Failed(Tier tier, TimeSpan elapsed) => Count(tier, elapsed);

    /// <summary>Forgets everything: another state begins.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (var slot in _ring)
            {
                slot.Clear(long.MinValue);
            }
        }
    }

    /// <summary>Decisions in the window, the tier in which most of them failed with their percentage, and the time that 99 of 100 took at most.</summary>
    public (long Decisions, Tier Worst, double FailedPercent, TimeSpan P99) Read()
    {
        lock (_lock)
        {
            var oldest = Number() - Slots + 1;
            var live = _ring.Where(slot => slot.Number >= oldest).ToList();
            var decisions = live.Sum(slot => slot.Decisions);
            var worst = Tiers.MaxBy(tier => live.Sum(slot => slot.Failed[(int)tier]));
            var times = new LatencyHistogram();
            live.ForEach(slot => times.Add(slot.Times));
            return (decisions, worst, decisions == 0 ? 0 : 100.0 * live.Sum(slot => slot.Failed[(int)worst]) / decisions, times.Percentile(0.99));
        }
    }

    private void Count(Tier? failed, TimeSpan elapsed)
    {
        lock (_lock)
        {
            var number = Number();
            var slot = _ring[number % Slots];
            if (slot.Number != number)
            {
                slot.Clear(number);
            }

            slot.Decisions++;
            slot.Times.Add(elapsed);
            if (failed is { } tier)
            {
                slot.Failed[(int)tier]++;
            }
        }
    }

    private long Number() => _clock.GetElapsedTime(_start).Ticks / _slot.Ticks;

    private sealed class Slot
    {
        public long Number { get; private set; } = long.MinValue;

        public long Decisions { get; set; }

        public long[] Failed { get; } = new long[Tiers.Length];

        public LatencyHistogram Times { get; } = new();

        public void Clear(long number)
        {
            (Number, Decisions) = (number, 0);
            Array.Clear(Failed);
            Times.Clear();
        }
    }
}
