namespace Pharos.Events;

/// <summary>Used nonces that are forgotten with the process, for tests and for commands that record nothing.</summary>
/// <param name="clock">Tells what has run out.</param>
/// <param name="maximum">Most that is remembered at a time.</param>
public sealed class InMemoryUsedNonces(TimeProvider clock, int maximum = IUsedNonces.Maximum) : IUsedNonces
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Scope, string Nonce), DateTimeOffset> _used = [];
    private DateTimeOffset _purgeAt;

    /// <inheritdoc/>
    public ValueTask<NonceUse> UseAsync(string scope, string nonce, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            Purge(clock.GetUtcNow());
            return new ValueTask<NonceUse>(
                _used.ContainsKey((scope, nonce)) ? NonceUse.Again
                : _used.Count >= maximum ? NonceUse.Full
                : _used.TryAdd((scope, nonce), until) ? NonceUse.First
                : NonceUse.Again);
        }
    }

    private void Purge(DateTimeOffset now)
    {
        if (now < _purgeAt)
        {
            return;
        }

        _purgeAt = now + IUsedNonces.PurgeEvery;
        foreach (var (key, until) in _used)
        {
            if (until < now)
            {
                _used.Remove(key);
            }
        }
    }
}
