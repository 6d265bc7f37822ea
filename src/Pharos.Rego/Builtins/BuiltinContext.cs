using System.Diagnostics.CodeAnalysis;
using Pharos.Rego.Network;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>What builtins may know and remember during one query. It belongs to one thread.</summary>
public sealed class BuiltinContext
{
    private readonly TimeProvider _clock;
    private readonly int _seed;
    private long _started;
    private Dictionary<(string Builtin, RegoValue Key), RegoValue>? _cache;
    private List<string>? _notes;
    private List<string>? _prints;
    private Random? _random;
    private long? _nowNanoseconds;

    /// <summary>A context for one query.</summary>
    public BuiltinContext(TimeProvider clock, int seed = 0, CancellationToken cancellation = default)
    {
        _clock = clock;
        _seed = seed;
        _started = clock.GetTimestamp();
        Cancellation = cancellation;
    }

    /// <summary>Whether an error of a builtin ends the query instead of being undefined; the evaluator reads it.</summary>
    public bool StrictErrors { get; init; }

    /// <summary>How builtins reach the network; null is not at all.</summary>
    public IRegoNetwork? Network { get; init; }

    /// <summary>What <c>opa.runtime</c> tells; null is nothing.</summary>
    public RegoObject? Runtime { get; init; }

    /// <summary>Ends long work.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>How long the query may take from the first builtin on; not bounded where it is negative.</summary>
    public TimeSpan MaximumTime { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Bounds of what one call may produce.</summary>
    public BuiltinLimits Limits { get; init; } = DefaultLimits;

    /// <summary>Whether a nondeterministic builtin was called, so that the result must not be remembered.</summary>
    public bool IsNondeterministic { get; private set; }

    /// <summary>The most recent failure; the evaluator clears it when it goes on.</summary>
    public BuiltinError? LastError { get; private set; }

    /// <summary>The name of the builtin being called, which the evaluator sets so that messages can start with it.</summary>
    public string CurrentName { get; set; } = string.Empty;

    /// <summary>Gets each note as it is left.</summary>
    public Action<string>? Noted { get; init; }

    /// <summary>Gets each line as it is printed.</summary>
    public Action<string>? Printed { get; init; }

    /// <summary>The notes of <c>trace</c>.</summary>
    public IReadOnlyList<string> Notes => _notes ?? (IReadOnlyList<string>)[];

    /// <summary>The lines of <c>print</c>.</summary>
    public IReadOnlyList<string> Prints => _prints ?? (IReadOnlyList<string>)[];

    /// <summary>The query's time in nanoseconds since 1970; it does not move during a query.</summary>
    public long NowNanoseconds => _nowNanoseconds ??= (_clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100;

    /// <summary>Random numbers of this query.</summary>
    // Policies draw numbers for sampling, never for secrets, and a replay must see the same ones.
    [SuppressMessage("Security", "CA5394", Justification = "Seeded on purpose: a recorded decision must be repeatable.")]
    public Random Random => _random ??= new Random(_seed);

    private static BuiltinLimits DefaultLimits { get; } = new();

    /// <summary>Records an error under the current builtin's name and returns null.</summary>
    public RegoValue? Fail(string code, string message)
    {
        LastError = new BuiltinError(code, CurrentName.Length == 0 ? message : CurrentName + ": " + message);
        return null;
    }

    /// <summary>Whether the caller gave up or the time is up, which is then the error. Builtins whose work grows faster than their arguments ask now and then.</summary>
    public bool IsOver()
    {
        if (Cancellation.IsCancellationRequested)
        {
            LastError = new BuiltinError(BuiltinError.CancelCode, "caller cancelled query execution");
            return true;
        }

        if (MaximumTime >= TimeSpan.Zero && _clock.GetElapsedTime(_started) > MaximumTime)
        {
            LastError = new BuiltinError(BuiltinError.TimeCode, $"evaluation took longer than {MaximumTime.TotalMilliseconds} ms");
            return true;
        }

        return false;
    }

    /// <summary>How long something may take that is to take this long at most, without outlasting the query; zero asks for no bound of its own.</summary>
    public TimeSpan Bound(TimeSpan wanted)
    {
        if (MaximumTime < TimeSpan.Zero)
        {
            return wanted;
        }

        TimeSpan left = MaximumTime - _clock.GetElapsedTime(_started);
        left = left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
        return wanted > TimeSpan.Zero && wanted < left ? wanted : left;
    }

    /// <summary>Begins another query of the same evaluation, which has its own time.</summary>
    public void Restart() => _started = _clock.GetTimestamp();

    /// <summary>Forgets the last error.</summary>
    public void ClearError() => LastError = null;

    /// <summary>Says that the result depends on more than the arguments.</summary>
    public void MarkNondeterministic() => IsNondeterministic = true;

    /// <summary>Keeps a line of <c>trace</c>, up to the limit.</summary>
    public void Note(string text)
    {
        Keep(ref _notes, text);
        Noted?.Invoke(text);
    }

    /// <summary>Keeps a line of <c>print</c>, up to the limit.</summary>
    public void Print(string text)
    {
        Keep(ref _prints, text);
        Printed?.Invoke(text);
    }

    /// <summary>What a builtin remembered for a key earlier in this query.</summary>
    public bool TryRecall(string builtin, RegoValue key, [NotNullWhen(true)] out RegoValue? value)
    {
        value = null;
        return _cache is not null && _cache.TryGetValue((builtin, key), out value);
    }

    /// <summary>Remembers a value for the rest of the query.</summary>
    public RegoValue Remember(string builtin, RegoValue key, RegoValue value)
    {
        _cache ??= [];
        if (_cache.Count < Limits.MaxNotes)
        {
            _cache[(builtin, key)] = value;
        }

        return value;
    }

    private void Keep(ref List<string>? lines, string text)
    {
        lines ??= [];
        if (lines.Count < Limits.MaxNotes)
        {
            lines.Add(text);
        }
    }
}
