using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pharos.Rego.Network;

/// <summary>The network of the machine, restricted to some hosts.</summary>
public sealed class HttpRegoNetwork : IRegoNetwork, IDisposable
{
    private const int MaxRedirects = 10;

    private readonly HashSet<string>? _hosts;
    private readonly HttpClient _client = new(Handler()) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };

    /// <summary>A network of the hosts named, without ports; null is any host.</summary>
    public HttpRegoNetwork(IEnumerable<string>? allowedHosts) => _hosts = allowedHosts is null ? null : new HashSet<string>(allowedHosts, StringComparer.OrdinalIgnoreCase);

    /// <summary>The longest answer that is read, in bytes.</summary>
    /// <value>The default value is 10 MiB.</value>
    public int MaximumBody { get; init; } = 10 * 1024 * 1024;

    /// <inheritdoc/>
    public NetworkOutcome Send(NetworkRequest request, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (request.Timeout > TimeSpan.Zero)
        {
            ended.CancelAfter(request.Timeout);
        }

        HttpClient? own = null;
        try
        {
            own = NeedsOwnClient(request) ? new HttpClient(Secured(request)) { Timeout = System.Threading.Timeout.InfiniteTimeSpan } : null;
            return Follow(own ?? _client, request, ended.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new NetworkOutcome.Unreachable("request timed out");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new NetworkOutcome.Unreachable(e.Message);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or InvalidOperationException or FormatException or NotSupportedException)
        {
            return new NetworkOutcome.Refused(e.Message);
        }
        finally
        {
            own?.Dispose();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IPAddress> Resolve(string host, out string? error)
    {
        error = IsAllowed(host) ? null : $"disallowed host: {host}";
        if (error is not null)
        {
            return [];
        }

        try
        {
            return Dns.GetHostAddresses(host);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            error = $"lookup {host}: {e.Message}";
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Handler() => new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };

    private static bool NeedsOwnClient(NetworkRequest request) =>
        request.SkipsVerification || request.ServerName is not null || request.AuthorityCertificates is not null || request.ClientCertificate is not null;

    [SuppressMessage("Security", "CA5359", Justification = "The policy asks for it by name, and the host lets the policy call out.")]
    private static SocketsHttpHandler Secured(NetworkRequest request)
    {
        SocketsHttpHandler handler = Handler();
        SslClientAuthenticationOptions options = handler.SslOptions;
        options.TargetHost = request.ServerName;
        if (request.ClientCertificate is { } certificate && request.ClientKey is { } key)
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPem(certificate, key)];
        }

        if (request.SkipsVerification)
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (request.AuthorityCertificates is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = request.TrustsSystem ? X509ChainTrustMode.System : X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.ExtraStore.ImportFromPem(authorities);
            if (!request.TrustsSystem)
            {
                options.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authorities);
            }
        }

        return handler;
    }

    private NetworkOutcome Follow(HttpClient client, NetworkRequest request, CancellationToken ended)
    {
        Uri url = request.Url;
        for (int hops = 0; hops <= MaxRedirects; hops++)
        {
            if (url.Scheme is not ("http" or "https"))
            {
                return new NetworkOutcome.Refused($"unsupported protocol scheme \"{url.Scheme}\"");
            }

            if (!IsAllowed(url.Host))
            {
                return new NetworkOutcome.Refused($"disallowed host: {url.Host}");
            }

            using HttpRequestMessage message = Message(request, url, hops > 0 && request.Method is not ("GET" or "HEAD"));
            using HttpResponseMessage response = client.Send(message, HttpCompletionOption.ResponseHeadersRead, ended);
            if (!request.FollowsRedirects || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next)
            {
                return Read(response, ended);
            }

            url = new Uri(url, next);
        }

        return new NetworkOutcome.Unreachable($"stopped after {MaxRedirects} redirects");
    }

    private static HttpRequestMessage Message(NetworkRequest request, Uri url, bool turnsToGet)
    {
        var message = new HttpRequestMessage(turnsToGet ? HttpMethod.Get : new HttpMethod(request.Method), url) { Version = HttpVersion.Version11 };
        if (!turnsToGet && (request.Body.Length > 0 || request.Method is "POST" or "PUT" or "PATCH"))
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
        }

        foreach ((string name, string value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content ??= new ReadOnlyMemoryContent(request.Body);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private NetworkOutcome Read(HttpResponseMessage response, CancellationToken ended)
    {
        using Stream body = response.Content.ReadAsStream(ended);
        using var read = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int count = body.Read(chunk); count > 0; count = body.Read(chunk))
        {
            ended.ThrowIfCancellationRequested();
            read.Write(chunk, 0, count);
            if (read.Length > MaximumBody)
            {
                return new NetworkOutcome.Refused($"the answer is longer than {MaximumBody} bytes");
            }
        }

        return new NetworkOutcome.Answered(
            (int)response.StatusCode,
            response.ReasonPhrase ?? string.Empty,
            [.. response.Headers.Concat(response.Content.Headers).Select(static h => KeyValuePair.Create(h.Key, (IReadOnlyList<string>)[.. h.Value]))],
            read.ToArray());
    }

    private bool IsAllowed(string host) => _hosts is null || _hosts.Contains(host);
}
