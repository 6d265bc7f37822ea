namespace Pharos.Cli.Bench;

/// <summary>The samples of one case, taken in rounds.</summary>
internal sealed class RegoSeries(string name, Action action, TimeProvider clock)
{
    // Long enough for the clock and short enough for a median over many samples.
    private const double SampleMicroseconds = 50;

    private readonly List<double> _samples = [];
    private readonly List<double> _rounds = [];
    private int _callsPerSample = 1;

    /// <summary>What is measured.</summary>
    public string Name => name;

    /// <summary>The median of each round, in microseconds.</summary>
    public IReadOnlyList<double> Rounds => _rounds;

    /// <summary>Runs the case until the runtime has compiled it for good, and learns how long a call takes.</summary>
    public void WarmUp(TimeSpan duration)
    {
        var calls = 0;
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < duration)
        {
            action();
            calls++;
        }

        var perCall = Timing.Measure(name, clock, 50, Math.Max(1, calls / 4_000), action).P50;
        _callsPerSample = Math.Max(1, (int)(SampleMicroseconds / perCall));
    }

    /// <summary>Takes the samples of one round.</summary>
    public void Measure(TimeSpan duration)
    {
        var round = new List<double>();
        var begun = clock.GetTimestamp();
        do
        {
            var started = clock.GetTimestamp();
            for (var call = 0; call < _callsPerSample; call++)
            {
                action();
            }

            round.Add(clock.GetElapsedTime(started).TotalMicroseconds / _callsPerSample);
        }
        while (clock.GetElapsedTime(begun) < duration);
        _samples.AddRange(round);
        _rounds.Add(Timing.Of(name, round).P50);
    }

    /// <summary>What the rounds came to, beside those of a baseline that was measured in the same rounds.</summary>
    public RegoCase Conclude(RegoSeries baseline)
    {
        const int counted = 100;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < counted; i++)
        {
            action();
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / counted;
        return new RegoCase(Timing.Of(name, [.. _samples], _callsPerSample), Ratio(baseline), bytes);
    }

    /// <summary>The median over the rounds of this case's time as a multiple of another's.</summary>
    public double Ratio(RegoSeries other) => Timing.Of(name, [.. _rounds.Zip(other.Rounds, static (mine, theirs) => mine / theirs)]).P50;
}
