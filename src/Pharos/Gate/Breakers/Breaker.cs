using Polly;
using Polly.CircuitBreaker;

namespace Pharos.Gate.Breakers;

/// <summary>
/// Leaves a part of the gate alone for a while when it fails again and again. As long as nothing has failed lately a call costs one look at a number; from the first failure on
/// every call goes through a pipeline that owns the state. Safe for use by many threads.
/// </summary>
public sealed class Breaker
{
    /// <summary>The rule, or the problem's code, of what an open breaker refuses.</summary>
    public const string Rule = "pharos.error.breaker";

    private const double Ratio = 0.5;

    private static readonly object Failure = new();

    private readonly ResiliencePipeline? _pipeline;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly CircuitBreakerManualControl _control = new();
    private readonly Func<Exception?, object?, bool> _isFailure;
    private readonly TimeSpan _window;
    private readonly TimeProvider _clock;
    private long _failedAt;
    private long _failures;
    private Opening? _since;

    /// <param name="name">What it stands before.</param>
    /// <param name="options">When it opens.</param>
    /// <param name="isFailure">Whether an exception, or else a result, is a failure; a caller's giving up never is.</param>
    /// <param name="clock">The clock.</param>
    public Breaker(string name, BreakerOptions options, Func<Exception?, object?, bool> isFailure, TimeProvider clock)
    {
        (Name, _isFailure, _window, _clock) = (name, isFailure, options.Window, clock);
        if (options.Failures == 0)
        {
            return;
        }

        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = Ratio,
                MinimumThroughput = Math.Max(2, options.Failures),
                SamplingDuration = options.Window,
                BreakDuration = options.Rest,
                StateProvider = _state,
                ManualControl = _control,
                ShouldHandle = attempt => ValueTask.FromResult(IsFailure(attempt.Outcome.Exception, attempt.Outcome.Result)),
                OnOpened = _ =>
                {
                    _since ??= new Opening(_clock.GetUtcNow());
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    _since = null;
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>What it stands before.</summary>
    public string Name { get; }

    /// <summary>How it stands.</summary>
    public BreakerStatus Status => new(
        Name,
        _pipeline is null ? BreakerStatus.Off : StateNow switch
        {
            CircuitState.Closed => BreakerStatus.Closed,
            CircuitState.HalfOpen => BreakerStatus.HalfOpen,
            _ => BreakerStatus.Open,
        },
        Interlocked.Read(ref _failures),
        Volatile.Read(ref _since)?.At);

    private CircuitState StateNow => _state.CircuitState;

    /// <summary>Calls, or answers otherwise while it is open.</summary>
    /// <typeparam name="TState">What the call needs.</typeparam>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="state">What the call needs.</param>
    /// <param name="call">The call.</param>
    /// <param name="otherwise">The answer of an open breaker: it has to refuse.</param>
    public T Call<TState, T>(TState state, Func<TState, T> call, Func<TState, T> otherwise)
    {
        if (_pipeline is null || !IsTroubled())
        {
            T result;
            try
            {
                result = call(state);
            }
            catch (Exception problem) when (Note(problem, null))
            {
                throw;
            }

            Note(null, result);
            return result;
        }

        try
        {
            return _pipeline.Execute(call, state);
        }
        catch (BrokenCircuitException)
        {
            return otherwise(state);
        }
    }

    /// <summary>Calls, or answers otherwise while it is open.</summary>
    /// <inheritdoc cref="Call"/>
    public async ValueTask<T> CallAsync<TState, T>(TState state, Func<TState, ValueTask<T>> call, Func<TState, ValueTask<T>> otherwise)
    {
        if (_pipeline is null || !IsTroubled())
        {
            T result;
            try
            {
                result = await call(state);
            }
            catch (Exception problem) when (Note(problem, null))
            {
                throw;
            }

            Note(null, result);
            return result;
        }

        try
        {
            return await _pipeline.ExecuteAsync(static (work, _) => work.call(work.state), (call, state));
        }
        catch (BrokenCircuitException)
        {
            return await otherwise(state);
        }
    }

    /// <summary>Closes it, because what it stands before was seen to work.</summary>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (_pipeline is not null && StateNow != CircuitState.Closed)
        {
            await _control.CloseAsync(cancellationToken);
        }
    }

    private bool IsTroubled()
    {
        var failedAt = Volatile.Read(ref _failedAt);
        if (failedAt == 0)
        {
            return false;
        }

        if (_clock.GetElapsedTime(failedAt) < _window || StateNow != CircuitState.Closed)
        {
            return true;
        }

        Interlocked.CompareExchange(ref _failedAt, 0, failedAt);
        return false;
    }

    // Always false, so that as a filter it sees an exception without holding it up.
    private bool Note(Exception? problem, object? result)
    {
        if (_pipeline is null || !IsFailure(problem, result))
        {
            return false;
        }

        try
        {
            _pipeline.Execute(static () => Failure);
        }
        catch (BrokenCircuitException)
        {
            // Another call's failure opened it at this moment.
        }

        return false;
    }

    private bool IsFailure(Exception? problem, object? result)
    {
        if (ReferenceEquals(result, Failure))
        {
            // Counted already, when it was noted.
            return true;
        }

        if (problem is OperationCanceledException or BrokenCircuitException || !_isFailure(problem, result))
        {
            return false;
        }

        Interlocked.Increment(ref _failures);
        Volatile.Write(ref _failedAt, Math.Max(1, _clock.GetTimestamp()));
        return true;
    }

    private sealed record Opening(DateTimeOffset At);
}
