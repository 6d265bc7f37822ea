using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pharos.Gate.Breakers;
using Pharos.Gate.Policy;
using Pharos.Rego.Values;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Pharos.Integrations.Opa;

/// <summary>
/// Asks a remote Open Policy Agent for <c>data.pharos.gate</c>. Each question is bounded in time, tried twice when that may help, and not asked at all for a while when most
/// questions fail. Answers are kept for a while. Safe for use by many threads.
/// </summary>
public sealed class RemoteOpa : IRemotePolicies, IDisposable
{
    private const string Document = "v1/data/pharos/gate?provenance=true";
    private const string Json = "application/json";

    private readonly RemoteOpaOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<OpaReply> _pipeline;
    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly OpaAnswerCache _cache;
    private volatile RemoteOpaFailure? _failure;
    private long _failures;

    /// <param name="options">How it is asked.</param>
    /// <param name="clock">The clock.</param>
    public RemoteOpa(RemoteOpaOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _cache = new OpaAnswerCache(options.CacheCapacity, options.CacheFor, clock);
        var address = options.Url.AbsoluteUri.EndsWith('/') ? options.Url : new Uri(options.Url.AbsoluteUri + "/");
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = OpaReply.MaximumBytes };
        _http.DefaultRequestHeaders.Authorization = options.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        _http.DefaultRequestHeaders.Accept.ParseAdd(Json);
        _pipeline = new ResiliencePipelineBuilder<OpaReply> { TimeProvider = clock }
            .AddTimeout(options.Timeout)
            .AddRetry(new RetryStrategyOptions<OpaReply>
            {
                MaxRetryAttempts = 1,
                Delay = TimeSpan.FromMilliseconds(20),
                ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Exception is OpaProblemException { IsTransient: true }),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<OpaReply>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = options.Rest,
                StateProvider = _breaker,
                ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Exception is OpaProblemException or OperationCanceledException),
            })
            .Build();
    }

    /// <summary>Where it is asked, without credentials.</summary>
    public string Address => _options.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>What is wrong with it; null when it answered last.</summary>
    public RemoteOpaFailure? Failure => _failure;

    /// <summary>Its breaker.</summary>
    public BreakerStatus Breaker => new(
        "policy engine",
        _breaker.CircuitState switch { CircuitState.Closed => BreakerStatus.Closed, CircuitState.HalfOpen => BreakerStatus.HalfOpen, _ => BreakerStatus.Open },
        Interlocked.Read(ref _failures),
        _breaker.CircuitState == CircuitState.Closed ? null : _failure?.Since);

    /// <inheritdoc/>
    public async ValueTask<RemoteAnswer> AskAsync(RegoObject input, bool mayCache, CancellationToken cancellationToken)
    {
        RegoValue? kept = null;
        if (mayCache && _cache.TryFind(input, out kept))
        {
            RemoteOpaMetrics.Asked("kept");
            return _failure is { } failure ? new RemoteAnswer.Kept(kept, Describe(failure)) : new RemoteAnswer.Answered(kept);
        }

        try
        {
            var reply = await _pipeline.ExecuteAsync(token => SendAsync(input, token), cancellationToken);
            RemoteOpaMetrics.Asked("answered");
            _failure = null;
            _cache.SetRevision(reply.Revision);
            if (mayCache)
            {
                _cache.Store(input, reply);
            }

            return new RemoteAnswer.Answered(reply.Document);
        }
        catch (BrokenCircuitException)
        {
            RemoteOpaMetrics.Asked("left_alone");
            return new RemoteAnswer.Away(Describe(_failure ?? Fail("Most questions failed lately.")));
        }
        catch (Exception problem) when (problem is OpaProblemException or TimeoutRejectedException)
        {
            RemoteOpaMetrics.Asked("failed");
            Interlocked.Increment(ref _failures);
            var message = problem is OpaProblemException ? problem.Message : string.Create(CultureInfo.InvariantCulture, $"It did not answer within {_options.Timeout.TotalMilliseconds} ms.");
            return new RemoteAnswer.Away(Describe(Fail(message)));
        }
    }

    /// <summary>Looks whether a failing engine answers again, so that a server nobody asks becomes well too.</summary>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        if (_failure is null)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await SendAsync(RegoObject.Empty, either.Token);
            _failure = null;
        }
        catch (OpaProblemException problem)
        {
            Fail(problem.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Fail("It does not answer in time.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async ValueTask<OpaReply> SendAsync(RegoObject input, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(RegoObject.Of(("input", input)).ToJson()));
        content.Headers.ContentType = new MediaTypeHeaderValue(Json);
        try
        {
            using var response = await _http.PostAsync(Document, content, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Refused(response.StatusCode);
            }

            return OpaReply.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw new OpaProblemException($"It cannot be reached: {problem.Message}", isTransient: true, problem);
        }
    }

    private static OpaProblemException Refused(HttpStatusCode status) => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        ? new OpaProblemException($"It refuses the token ({(int)status}).", isTransient: false)
        : new OpaProblemException($"It answered {(int)status}.", isTransient: (int)status >= 500);

    private RemoteOpaFailure Fail(string message)
    {
        var failure = new RemoteOpaFailure(message, _failure?.Since ?? _clock.GetUtcNow());
        _failure = failure;
        return failure;
    }

    private string Describe(RemoteOpaFailure failure) => string.Create(CultureInfo.InvariantCulture, $"The policy engine at {Address} is away since {failure.Since:u}: {failure.Problem}");
}
