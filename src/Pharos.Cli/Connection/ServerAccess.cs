namespace Pharos.Cli.Connection;

/// <summary>Another way to the server than the administrator's over its socket.</summary>
/// <param name="Url">Its address; null for the socket of the data folder.</param>
/// <param name="Token">The token; null for the administrator's.</param>
internal sealed record ServerAccess(Uri? Url, string? Token)
{
    /// <summary>The administrator's, over the socket.</summary>
    public static ServerAccess Administrator { get; } = new(null, null);
}
