namespace Pharos.Agents.Signing;

/// <summary>Which of its keys somebody signs with.</summary>
/// <param name="Number">The generation, from 1 on.</param>
/// <param name="Since">When it was given out; the one before is accepted for <see cref="SigningKeys.Overlap"/> from then on.</param>
/// <param name="IsSuspended">Whether its holder may not use it at this moment.</param>
public sealed record KeyGeneration(int Number, DateTimeOffset Since, bool IsSuspended = false);

/// <summary>Knows who has a key to sign with. Safe for use by many threads.</summary>
public interface IKeyGenerations
{
    /// <summary>The generation of a subject's key; null for who never got one.</summary>
    ValueTask<KeyGeneration?> FindAsync(string subject, CancellationToken cancellationToken);
}
