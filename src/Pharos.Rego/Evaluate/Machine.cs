using System.Runtime.CompilerServices;
using Pharos.Rego.Builtins;
using Pharos.Rego.Syntax;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>The state of one evaluation: scope, limits, failure, and the frames and collections that evaluations reuse.</summary>
internal sealed partial class Machine
{
    /// <summary>How many steps pass between two looks at the clock and the cancellation token.</summary>
    private const int ClockInterval = 1024;

    /// <summary>From this cost on a result counts towards what may be collected.</summary>
    private const int LargeCost = 256;

    /// <summary>How many scopes are kept for the next evaluation; each has room for every document of a program.</summary>
    private const int KeptScopes = 8;

    private readonly Stack<Slot[]>[] _frames = new Stack<Slot[]>[65];
    private readonly List<List<RegoValue>> _collectors = [];
    private readonly List<EvaluationScope> _scopes = [];
    private BuiltinContext? _context;
    private int _openCollectors;
    private int _openScopes;
    private DocumentTree? _tree;
    private RegoObject.Builder? _entries;
    private EvaluationOptions _options = EvaluationOptions.Default;
    private CancellationToken _cancellation;
    private long _started;
    private bool _isTimed;
    private long _steps;
    private long _collected;
    private int _depth;
    private int _nextClock;

    public EvaluationScope Scope { get; set; } = null!;

    /// <summary>Where the evaluation stands for those who watch it; null where nobody does.</summary>
    public TraceState? Trace { get; private set; }

    /// <summary>What builtins know of the query; made when the first one is called, because many decisions call none.</summary>
    public BuiltinContext Context => _context ?? OpenContext();

    public bool IsNondeterministic => _context is { IsNondeterministic: true };

    public bool StrictErrors => _options.StrictErrors;

    public bool Failed => ErrorCode is not null;

    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>Where the failure happened, as near as the steps that saw it first can say.</summary>
    public SourceLocation? ErrorLocation { get; private set; }

    public void Start(int documents, RegoValue? input, RegoValue data, RegoValue?[]? shared, EvaluationOptions options, CancellationToken cancellation)
    {
        Scope = NextScope();
        Scope.Open(documents, input, data, shared);
        _options = options;
        _cancellation = cancellation;
        _isTimed = false;
        _steps = 0;
        _collected = 0;
        _depth = 0;
        _nextClock = ClockInterval;
        _openCollectors = 0;
        _tree = null;
        _entries = null;
        ErrorCode = null;
        ErrorMessage = null;
        ErrorLocation = null;
        Trace = options.Tracers.Count == 0 ? null : new TraceState(options.Tracers);
    }

    /// <summary>Begins another query of the same evaluation: with limits of its own, and all that was evaluated before.</summary>
    public void Resume()
    {
        _isTimed = false;
        _steps = 0;
        _collected = 0;
        _nextClock = ClockInterval;
        _context?.Restart();
    }

    /// <summary>Lets go of what the evaluation saw, so that a machine kept for reuse holds no caller's data.</summary>
    public void Finish()
    {
        while (_openScopes > 0)
        {
            _scopes[--_openScopes].Close();
        }

        if (_scopes.Count > KeptScopes)
        {
            _scopes.RemoveRange(KeptScopes, _scopes.Count - KeptScopes);
        }

        Scope = null!;
        _context = null;
        Trace = null;
        _options = EvaluationOptions.Default;
        _cancellation = default;
        _tree = null;
        _entries = null;
        foreach (var collector in _collectors)
        {
            collector.Clear();
        }
    }

    /// <summary>Opens a scope inside the present one, which sees the same until something is replaced in it.</summary>
    public EvaluationScope OpenScope(bool withMocks)
    {
        var scope = NextScope();
        scope.Open(Scope, withMocks);
        return Scope = scope;
    }

    /// <summary>Closes the scope opened last and returns to the one around it.</summary>
    public void CloseScope()
    {
        var scope = _scopes[--_openScopes];
        Scope = scope.Parent!;
        scope.Close();
    }

    public bool Fail(string code, string message)
    {
        if (ErrorCode is null)
        {
            ErrorCode = code;
            ErrorMessage = message;
        }

        return true;
    }

    /// <summary>Whether the evaluation has failed; the first to ask gives the failure its place, which is the innermost statement.</summary>
    public bool FailedAt(Step step)
    {
        if (ErrorCode is null)
        {
            return false;
        }

        Locate(step.Location);
        return true;
    }

    /// <summary>Gives a failure without a place one.</summary>
    public void Locate(SourceLocation location) => ErrorLocation ??= location.File is null ? null : location;

    /// <summary>Counts a step; true where the evaluation has to stop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Tick() => --_nextClock <= 0 ? Look() : ErrorCode is not null;

    public bool Enter()
    {
        if (++_depth > _options.Limits.MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Fail("eval_limit_depth", $"rules and functions nest deeper than {_options.Limits.MaximumDepth}");
            _depth--;
            return false;
        }

        return true;
    }

    public void Leave() => _depth--;

    /// <summary>Whether the stack has room for one more body; fails the evaluation where it has not.</summary>
    public bool HasStack() =>
        RuntimeHelpers.TryEnsureSufficientExecutionStack() || !Fail("eval_limit_depth", "bodies nest deeper than the stack is");

    private bool Look()
    {
        _nextClock = ClockInterval;
        _steps += ClockInterval;
        if (ErrorCode is not null)
        {
            return true;
        }

        if (_cancellation.IsCancellationRequested)
        {
            return Fail("eval_cancel_error", "caller cancelled query execution");
        }

        if (_steps > _options.Limits.MaximumSteps)
        {
            return Fail("eval_limit_steps", $"evaluation took more than {_options.Limits.MaximumSteps} steps");
        }

        if (!_isTimed)
        {
            StartClock();
            return false;
        }

        return _options.Clock.GetElapsedTime(_started) > _options.Limits.MaximumTime
            && Fail("eval_limit_time", $"evaluation took longer than {_options.Limits.MaximumTime.TotalMilliseconds} ms");
    }

    /// <summary>Reads the clock at the first builtin or the first look; what comes before is too short to be worth it.</summary>
    private void StartClock()
    {
        if (!_isTimed)
        {
            _started = _options.Clock.GetTimestamp();
            _isTimed = true;
        }
    }

    private EvaluationScope NextScope()
    {
        if (_openScopes == _scopes.Count)
        {
            _scopes.Add(new EvaluationScope());
        }

        return _scopes[_openScopes++];
    }

    private Slot[] Rent(int size) =>
        size < _frames.Length && _frames[size] is { } stack && stack.TryPop(out var frame) ? frame : new Slot[size];

    private void Return(Slot[] frame)
    {
        Array.Clear(frame);
        if (frame.Length < _frames.Length)
        {
            (_frames[frame.Length] ??= new Stack<Slot[]>()).Push(frame);
        }
    }
}
