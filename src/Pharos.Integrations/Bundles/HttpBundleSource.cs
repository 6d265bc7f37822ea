using System.Net;
using System.Net.Http.Headers;
using Pharos.Policies;

namespace Pharos.Integrations.Bundles;

/// <summary>A bundle on an HTTP server, fetched anew only when the server says that it changed.</summary>
/// <param name="url">Its address.</param>
/// <param name="tokenFile">A file whose content is sent as a bearer token, read for each request so that it may be renewed; null for none.</param>
/// <param name="client">The client; it follows no redirects, which could lead the token elsewhere.</param>
public sealed class HttpBundleSource(Uri url, string? tokenFile, HttpClient client) : IBundleSource
{
    /// <inheritdoc/>
    public BundleOrigin Origin { get; } = new("url", url.ToString());

    /// <summary>A client with the bounds that fetching needs.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <inheritdoc/>
    public async Task<BundleFetch> FetchAsync(string? tag, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (tokenFile is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(tokenFile, cancellationToken)).Trim());
            }

            if (tag is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            }

            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.NotModified when tag is not null => new BundleFetch.Unchanged(),
                HttpStatusCode.OK => await ReadAsync(response, cancellationToken),
                var status => new BundleFetch.Failed("bundle.http", $"{url} answered {(int)status} {response.ReasonPhrase}; 200 or 304 is expected.", (int)status),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new BundleFetch.Failed("bundle.timeout", $"{url} did not answer within {client.Timeout.TotalSeconds} seconds.");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return new BundleFetch.Failed("bundle.unreachable", $"{url} cannot be fetched: {problem.Message}");
        }
    }

    private async Task<BundleFetch> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var length = response.Content.Headers.ContentLength;
        using var archive = new MemoryStream();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (archive.Length + read > BundleFetch.MaximumBytes)
            {
                return new BundleFetch.Failed("bundle.size", $"{url} has more than {BundleFetch.MaximumBytes} bytes.");
            }

            await archive.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return length is { } expected && expected != archive.Length
            ? new BundleFetch.Failed("bundle.unreachable", $"{url} broke off after {archive.Length} of {expected} bytes.")
            : new BundleFetch.Fetched(archive.ToArray(), response.Headers.ETag?.ToString());
    }
}
