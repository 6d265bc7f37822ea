using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Pharos.Review.Notices;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Pharos.Integrations.Webhooks;

/// <summary>
/// Tells a person by a signed POST to an address of theirs. Each attempt is bounded in time, tried again when that may help, and left alone for a while when most attempts fail. No
/// redirect is followed, because the links of a notice are secrets; of the response only the status is looked at. Safe for use by many threads.
/// </summary>
public sealed class WebhookChannel : INotificationChannel, IDisposable
{
    /// <summary>The name it is recorded by.</summary>
    public const string ChannelName = "webhook";

    /// <summary>The header that holds the signature: <c>t=&lt;unix seconds&gt;,v1=&lt;hex HMAC-SHA256 of t, a full stop and the body&gt;</c>.</summary>
    public const string SignatureHeader = "Pharos-Signature";

    private const int MaximumHeaderKilobytes = 16;

    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _pipeline;

    /// <param name="options">Where it is and how it is asked.</param>
    /// <param name="clock">The clock.</param>
    public WebhookChannel(WebhookOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxResponseHeadersLength = MaximumHeaderKilobytes,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var isTransient = new PredicateBuilder().Handle<WebhookFailureException>(static failure => failure.IsTransient).Handle<TimeoutRejectedException>();
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = Math.Max(1, options.Retries), Delay = options.FirstPause, BackoffType = DelayBackoffType.Exponential, ShouldHandle = isTransient })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.9,
                MinimumThroughput = 6,
                SamplingDuration = TimeSpan.FromMinutes(2),
                BreakDuration = options.Rest,
                ShouldHandle = isTransient,
            })
            .AddTimeout(options.Timeout)
            .Build();
    }

    /// <inheritdoc/>
    public string Name => ChannelName;

    /// <inheritdoc/>
    public string Recipient => _options.Recipient;

    /// <inheritdoc/>
    public async ValueTask<NoticeOutcome> SendAsync(ReviewNotice notice, CancellationToken cancellationToken)
    {
        var body = WebhookBody.Of(notice, Recipient);
        try
        {
            await _pipeline.ExecuteAsync(token => PostAsync(body, token), cancellationToken);
            return new NoticeOutcome.Sent();
        }
        catch (WebhookFailureException failure)
        {
            return new NoticeOutcome.Failed(failure.Message);
        }
        catch (TimeoutRejectedException)
        {
            return new NoticeOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"It did not answer within {_options.Timeout.TotalSeconds} s."));
        }
        catch (BrokenCircuitException)
        {
            return new NoticeOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"It failed too often lately and is left alone for {_options.Rest.TotalSeconds} s."));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async ValueTask PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(SignatureHeader, Signature(body));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw Refused(response.StatusCode);
            }
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw new WebhookFailureException($"It cannot be reached ({(problem as HttpRequestException)?.HttpRequestError.ToString() ?? "broken off"}).", isTransient: true, problem);
        }
    }

    private string Signature(byte[] body)
    {
        var at = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _options.Secret.Span);
        mac.AppendData(Encoding.ASCII.GetBytes(at));
        mac.AppendData("."u8);
        mac.AppendData(body);
        return $"t={at},v1={Convert.ToHexStringLower(mac.GetHashAndReset())}";
    }

    private static WebhookFailureException Refused(HttpStatusCode status) => (int)status switch
    {
        >= 300 and < 400 => new WebhookFailureException($"It answered {(int)status}, which leads elsewhere and is not followed. Configure the address itself.", isTransient: false),
        408 or 429 or >= 500 => new WebhookFailureException($"It answered {(int)status}.", isTransient: true),
        _ => new WebhookFailureException($"It answered {(int)status}; 2xx is expected.", isTransient: false),
    };
}
