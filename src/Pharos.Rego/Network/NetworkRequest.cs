namespace Pharos.Rego.Network;

/// <summary>A request of <c>http.send</c>.</summary>
/// <param name="Method">The method, in capitals.</param>
/// <param name="Url">The address.</param>
public sealed record NetworkRequest(string Method, Uri Url)
{
    /// <summary>The header fields.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body; empty is none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How long the answer may take.</summary>
    /// <value>The default value is 5 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether redirects are followed; each of their hosts must be allowed too.</summary>
    public bool FollowsRedirects { get; init; }

    /// <summary>Certificates in PEM of authorities to trust besides, or instead of, those of the system.</summary>
    public string? AuthorityCertificates { get; init; }

    /// <summary>Whether the system's authorities are trusted when <see cref="AuthorityCertificates"/> are given.</summary>
    public bool TrustsSystem { get; init; }

    /// <summary>The certificate in PEM to show to the server.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>The private key in PEM of <see cref="ClientCertificate"/>.</summary>
    public string? ClientKey { get; init; }

    /// <summary>The server's name in the handshake, where it is not the address's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether any certificate of the server is taken.</summary>
    public bool SkipsVerification { get; init; }
}
