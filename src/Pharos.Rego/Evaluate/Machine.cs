using System.Runtime.CompilerServices;
using Pharos.Rego.Builtins;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>The state of one evaluation: scope, limits, failure, and the frames and collections that evaluations reuse.</summary>
internal sealed partial class Machine
{
    /// <summary>How many steps pass between two looks at the clock and the cancellation token.</summary>
    private const int ClockInterval = 1024;

    private readonly Stack<RegoValue?[]>[] _frames = new Stack<RegoValue?[]>[65];
    private readonly List<List<RegoValue>> _collectors = [];
    private int _openCollectors;
    private DocumentTree? _tree;
    private EvaluationOptions _options = EvaluationOptions.Default;
    private CancellationToken _cancellation;
    private long _started;
    private long _steps;
    private long _collected;
    private int _depth;
    private int _nextClock;

    public EvaluationScope Scope { get; set; } = null!;

    public BuiltinContext Context { get; private set; } = null!;

    public bool Failed => ErrorCode is not null;

    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    public void Start(EvaluationScope scope, BuiltinContext context, EvaluationOptions options, CancellationToken cancellation)
    {
        Scope = scope;
        Context = context;
        _options = options;
        _cancellation = cancellation;
        _started = options.Clock.GetTimestamp();
        _steps = 0;
        _collected = 0;
        _depth = 0;
        _nextClock = ClockInterval;
        _openCollectors = 0;
        _tree = null;
        ErrorCode = null;
        ErrorMessage = null;
    }

    /// <summary>Lets go of what the evaluation saw, so that a machine kept for reuse holds no caller's data.</summary>
    public void Finish()
    {
        Scope = null!;
        Context = null!;
        _tree = null;
        foreach (var collector in _collectors)
        {
            collector.Clear();
        }
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

    public RegoValue? RunRule(RuleCode rule, ReadOnlySpan<RegoValue> arguments)
    {
        for (var current = rule; current is not null; current = current.Else)
        {
            var frame = Rent(current.Slots);
            for (var i = 0; i < arguments.Length; i++)
            {
                frame[i + 1] = arguments[i];
            }

            current.First.Run(this, frame);
            var result = frame[0];
            Return(frame);
            if (Failed)
            {
                return null;
            }

            if (result is not null)
            {
                return result;
            }
        }

        return null;
    }

    public RegoValue? Call(Builtin builtin, ReadOnlySpan<RegoValue> arguments)
    {
        Context.CurrentName = builtin.Name;
        if (builtin.IsNondeterministic)
        {
            Context.MarkNondeterministic();
        }

        var result = builtin.Function(Context, arguments);
        if (result is null && Context.LastError is { } error)
        {
            if (Context.StrictErrors || error.Code is BuiltinError.CancelCode or BuiltinError.LimitCode)
            {
                Fail(error.Code, error.Message);
            }

            Context.ClearError();
        }

        return result;
    }

    /// <summary>Whether the stack has room for one more body; fails the evaluation where it has not.</summary>
    public bool HasStack() =>
        RuntimeHelpers.TryEnsureSufficientExecutionStack() || !Fail("eval_limit_depth", "bodies nest deeper than the stack is");

    public List<RegoValue> PushCollector()
    {
        if (_openCollectors == _collectors.Count)
        {
            _collectors.Add([]);
        }

        var collector = _collectors[_openCollectors++];
        collector.Clear();
        return collector;
    }

    public void PopCollector() => _collectors[--_openCollectors].Clear();

    public bool Collect(RegoValue? key, RegoValue value)
    {
        if (++_collected > _options.Limits.MaximumCollected)
        {
            return Fail("eval_limit_size", $"more than {_options.Limits.MaximumCollected} values were collected");
        }

        var collector = _collectors[_openCollectors - 1];
        if (key is not null)
        {
            collector.Add(key);
        }

        collector.Add(value);
        return false;
    }

    public DocumentTree? OpenTree(DocumentTree tree)
    {
        var outer = _tree;
        _tree = tree;
        return outer;
    }

    public void CloseTree(DocumentTree? outer) => _tree = outer;

    public bool Insert(RegoValue[] path, RegoValue value, bool member)
    {
        if (++_collected > _options.Limits.MaximumCollected)
        {
            return Fail("eval_limit_size", $"more than {_options.Limits.MaximumCollected} values were collected");
        }

        return !_tree!.Insert(path, value, member) && Fail("eval_conflict_error", "object keys must be unique");
    }

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

        return _options.Clock.GetElapsedTime(_started) > _options.Limits.MaximumTime
            && Fail("eval_limit_time", $"evaluation took longer than {_options.Limits.MaximumTime.TotalMilliseconds} ms");
    }

    private RegoValue?[] Rent(int size) =>
        size < _frames.Length && _frames[size] is { } stack && stack.TryPop(out var frame) ? frame : new RegoValue?[size];

    private void Return(RegoValue?[] frame)
    {
        Array.Clear(frame);
        if (frame.Length < _frames.Length)
        {
            (_frames[frame.Length] ??= new Stack<RegoValue?[]>()).Push(frame);
        }
    }
}
