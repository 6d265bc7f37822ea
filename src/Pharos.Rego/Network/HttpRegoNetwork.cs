using System.Collections.Frozen;
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

    private static readonly FrozenSet<string> Proofs = FrozenSet.ToFrozenSet(["Authorization", "Cookie", "Cookie2", "Host", "Proxy-Authorization", "WWW-Authenticate"], StringComparer.OrdinalIgnoreCase);

    private readonly HostRules? _rules;
    private readonly HttpClient _client;

    /// <summary>
    /// A network of the hosts listed, by name or address and without ports; null is any host. A listed name reaches public addresses only, and no proxy of the
    /// environment stands between, which would look names up by itself.
    /// </summary>
    public HttpRegoNetwork(IEnumerable<string>? allowedHosts)
    {
        _rules = allowedHosts is null ? null : new HostRules(allowedHosts);
        _client = new HttpClient(Handler()) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

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
        catch (Exception e) when (ended.IsCancellationRequested && e is OperationCanceledException or HttpRequestException or IOException or ObjectDisposedException)
        {
            return new NetworkOutcome.Unreachable(cancellation.IsCancellationRequested ? "context canceled" : "request timed out");
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied })
        {
            return new NetworkOutcome.Refused(e.Message);
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

    private SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        if (_rules is not null)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = _rules.ConnectAsync;
        }

        return handler;
    }

    private static bool NeedsOwnClient(NetworkRequest request) =>
        request.SkipsVerification || request.ServerName is not null || request.AuthorityCertificates is not null || request.ClientCertificate is not null;

    [SuppressMessage("Security", "CA5359", Justification = "The policy asks for it by name, and the host lets the policy call out.")]
    private SocketsHttpHandler Secured(NetworkRequest request)
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
        bool isAsGet = false, isElsewhere = false;
        for (int hops = 0; hops <= MaxRedirects; hops++)
        {
            if (url.Scheme is not ("http" or "https"))
            {
                return new NetworkOutcome.Refused($"unsupported protocol scheme \"{url.Scheme}\"");
            }

            if (!IsAllowed(url.DnsSafeHost))
            {
                return new NetworkOutcome.Refused($"disallowed host: {url.Host}");
            }

            using HttpRequestMessage message = Message(request, url, isAsGet, isElsewhere);
            using HttpResponseMessage response = client.Send(message, HttpCompletionOption.ResponseHeadersRead, ended);
            if (!request.FollowsRedirects || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next)
            {
                return Read(response, ended);
            }

            Uri target = new(url, next);
            isElsewhere |= !string.Equals(target.Authority, url.Authority, StringComparison.OrdinalIgnoreCase);
            isAsGet |= (int)response.StatusCode is 301 or 302 or 303 && request.Method is not ("GET" or "HEAD");
            url = target;
        }

        return new NetworkOutcome.Unreachable($"stopped after {MaxRedirects} redirects");
    }

    private static HttpRequestMessage Message(NetworkRequest request, Uri url, bool isAsGet, bool isElsewhere)
    {
        var message = new HttpRequestMessage(isAsGet ? HttpMethod.Get : new HttpMethod(request.Method), url) { Version = HttpVersion.Version11 };
        if (!isAsGet && (request.Body.Length > 0 || request.Method is "POST" or "PUT" or "PATCH"))
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
        }

        foreach ((string name, string value) in request.Headers)
        {
            // What proves who asks is meant for the host it was given for, not for one that this host names.
            if (isElsewhere && Proofs.Contains(name))
            {
                continue;
            }

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
        // A read that waits is ended by closing what it waits for; the token alone is only looked at in between.
        using CancellationTokenRegistration closing = ended.Register(response.Dispose);
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

        ended.ThrowIfCancellationRequested();
        return new NetworkOutcome.Answered(
            (int)response.StatusCode,
            response.ReasonPhrase ?? string.Empty,
            [.. response.Headers.Concat(response.Content.Headers).Select(static h => KeyValuePair.Create(h.Key, (IReadOnlyList<string>)[.. h.Value]))],
            read.ToArray());
    }

    private bool IsAllowed(string host) => _rules is null || _rules.Lists(host);
}
