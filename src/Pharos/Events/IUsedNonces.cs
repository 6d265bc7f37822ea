namespace Pharos.Events;

/// <summary>
/// Remembers for a while what may be used only once, such as the nonce of a signed request: shared by all nodes, durable before the answer, and still known after a restart.
/// Safe for use by many threads.
/// </summary>
public interface IUsedNonces
{
    /// <summary>Most that is remembered at a time; when that many are, nothing more is accepted until some have run out.</summary>
    const int Maximum = 1_000_000;

    /// <summary>How often what has run out is removed.</summary>
    static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(1);

    /// <summary>Uses a nonce up.</summary>
    /// <param name="scope">Whose it is; the same nonce of somebody else is another one.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="until">How long it must be remembered.</param>
    /// <param name="cancellationToken">Gives up waiting; the nonce may be used up all the same.</param>
    /// <exception cref="EventLogUnavailableException">It could not be recorded, so nobody may act on it.</exception>
    ValueTask<NonceUse> UseAsync(string scope, string nonce, DateTimeOffset until, CancellationToken cancellationToken = default);
}

/// <summary>What came of using a nonce.</summary>
public enum NonceUse
{
    /// <summary>It was new, and is recorded.</summary>
    First,

    /// <summary>It was used before.</summary>
    Again,

    /// <summary>Too many are remembered at this moment; nothing was recorded.</summary>
    Full,
}
