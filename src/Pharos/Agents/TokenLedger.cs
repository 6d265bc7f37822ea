using System.Collections.Immutable;
using Pharos.Events;

namespace Pharos.Agents;

/// <summary>
/// Every token that was issued or revoked: a fold over one fixed stream. A token counts only when the ledger knows it, so a signing key alone makes no rights
/// that the record does not show.
/// </summary>
public sealed class TokenLedger : IDisposable
{
    /// <summary>Most tokens that may be valid at the same time.</summary>
    public const int MaximumTokens = 10_000;

    /// <summary>Longest life of a token.</summary>
    public static readonly TimeSpan MaximumLifetime = TimeSpan.FromDays(3660);

    /// <summary>The stream that holds the ledger.</summary>
    public static readonly StreamId Stream = new("tokens", new Guid("01900000-0000-7000-8000-000000000001"));

    private readonly FoldedStream<ImmutableDictionary<Guid, IssuedToken>> _tokens;
    private readonly TokenSigner _signer;
    private readonly TimeProvider _clock;
    private volatile TokensBySubject? _bySubject;

    private TokenLedger(FoldedStream<ImmutableDictionary<Guid, IssuedToken>> tokens, TokenSigner signer, TimeProvider clock)
    {
        _tokens = tokens;
        _signer = signer;
        _clock = clock;
    }

    /// <summary>Reads the ledger from the log.</summary>
    public static async Task<TokenLedger> OpenAsync(IEventLog log, TokenSigner signer, TimeProvider clock, CancellationToken cancellationToken) =>
        new(await FoldedStream.OpenAsync(log, Stream, ImmutableDictionary<Guid, IssuedToken>.Empty, TokenEvents.Apply, cancellationToken), signer, clock);

    /// <summary>Takes up what other nodes have issued and revoked.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => _tokens.RefreshAsync(cancellationToken);

    /// <summary>Every known token, oldest first, expired and revoked ones too.</summary>
    public IReadOnlyList<IssuedToken> All => [.. _tokens.State.Values.OrderBy(entry => entry.Claims.IssuedAt).ThenBy(entry => entry.Claims.Id)];

    /// <summary>Checks a token that a caller shows: form, signature, age, and that the ledger knows it unrevoked.</summary>
    public TokenCheck Check(string token)
    {
        var check = _signer.Check(token, _clock.GetUtcNow());
        return check is not TokenCheck.Valid valid ? check
            : !_tokens.State.TryGetValue(valid.Claims.Id, out var entry) ? new TokenCheck.Unknown()
            : entry.RevokedAt is null ? check
            : new TokenCheck.Revoked();
    }

    /// <summary>
    /// The same, after a look at what other nodes issued when the token is signed and unknown: whoever was given a token at one node may use it at another at once. Only holders of our
    /// signature cause that look.
    /// </summary>
    /// <exception cref="EventLogUnavailableException">The look could not be made.</exception>
    public async ValueTask<TokenCheck> CheckAsync(string token, CancellationToken cancellationToken)
    {
        if (Check(token) is var check and not TokenCheck.Unknown)
        {
            return check;
        }

        await RefreshAsync(cancellationToken);
        return Check(token);
    }

    /// <summary>Whether a token that was accepted before still is: neither expired nor revoked. For connections that outlive their request.</summary>
    public bool IsLive(Guid tokenId) => _tokens.State.TryGetValue(tokenId, out var entry) && IsLive(entry, _clock.GetUtcNow());

    /// <summary>Whether a subject holds a token of a role that is neither expired nor revoked.</summary>
    public bool HoldsLive(string subject, Role role)
    {
        var now = _clock.GetUtcNow();
        return BySubject.Of(subject).Any(entry => entry.Claims.Role == role && IsLive(entry, now));
    }

    /// <summary>The role in which a subject can work at this moment: expert, or else agent; null when it holds no live token of either.</summary>
    public Role? WorkerRoleOf(string subject) => HoldsLive(subject, Role.Expert) ? Role.Expert : HoldsLive(subject, Role.Agent) ? Role.Agent : null;

    /// <summary>Live tokens under names that are the house's; none can be issued any more, but older versions did.</summary>
    public IReadOnlyList<IssuedToken> Misnamed
    {
        get
        {
            var now = _clock.GetUtcNow();
            return [.. All.Where(entry => ReservedSubjects.Contains(entry.Claims.Subject) && IsLive(entry, now))];
        }
    }

    /// <summary>A live token of a subject whose role is one of some; null when there is none.</summary>
    public Guid? FindLive(string subject, Func<Role, bool> isWanted)
    {
        var now = _clock.GetUtcNow();
        foreach (var entry in BySubject.Of(subject))
        {
            if (isWanted(entry.Claims.Role) && IsLive(entry, now))
            {
                return entry.Claims.Id;
            }
        }

        return null;
    }

    /// <summary>Says whether a subject was registered by another: the token of <paramref name="subject"/> was issued by <paramref name="issuer"/>.</summary>
    public bool IsRegisteredBy(string subject, string issuer) =>
        BySubject.Of(subject).Any(entry => entry.IssuedBy == issuer);

    /// <summary>Makes a token.</summary>
    /// <param name="subject">Who will hold it.</param>
    /// <param name="role">What the holder may do.</param>
    /// <param name="lifetime">How long it is accepted: one second to <see cref="MaximumLifetime"/>.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public async ValueTask<TokenOutcome> IssueAsync(string subject, Role role, TimeSpan lifetime, Actor by, CancellationToken cancellationToken)
    {
        if (!TokenClaims.IsSubject(subject))
        {
            return new TokenOutcome.Refused("token.subject", $"A subject is 1 to {TokenClaims.MaximumSubjectCharacters} letters, digits and . _ - @ :");
        }

        if (ReservedSubjects.Contains(subject))
        {
            return new TokenOutcome.Refused("token.reserved", $"Pharos itself acts under the name {subject}. Choose another subject.");
        }

        if (lifetime < TimeSpan.FromSeconds(1) || lifetime > MaximumLifetime)
        {
            return new TokenOutcome.Refused("token.ttl", $"A token lives between one second and {MaximumLifetime.TotalDays:0} days.");
        }

        var now = _clock.GetUtcNow();
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var claims = new TokenClaims(Guid.CreateVersion7(now), subject, role, second, second + lifetime);
        var entry = new IssuedToken(claims, by.Id);
        var outcome = await _tokens.AppendAsync(
            state => state.Count >= MaximumTokens && state.Values.Count(known => IsLive(known, now)) >= MaximumTokens ? null : TokenEvents.Issued(entry, by, now, _clock),
            cancellationToken);
        return outcome switch
        {
            AppendOutcome.Appended => new TokenOutcome.Issued(_signer.Sign(claims), entry),
            null => new TokenOutcome.Refused("token.too-many", $"{MaximumTokens} tokens are valid; revoke some first."),
            _ => new TokenOutcome.Refused("append.conflict", "The token ledger changed meanwhile; try again."),
        };
    }

    /// <summary>Withdraws a token. It is refused from the moment this returns.</summary>
    public async ValueTask<TokenOutcome> RevokeAsync(Guid id, Actor by, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var outcome = await _tokens.AppendAsync(
            state => state.TryGetValue(id, out var known) && known.RevokedAt is null ? TokenEvents.Revoked(known, by, now, _clock) : null,
            cancellationToken);
        return outcome is not (null or AppendOutcome.Appended) ? new TokenOutcome.Refused("append.conflict", "The token ledger changed meanwhile; try again.")
            : _tokens.State.TryGetValue(id, out var entry) ? new TokenOutcome.Revoked(entry)
            : new TokenOutcome.Unknown();
    }

    /// <inheritdoc/>
    public void Dispose() => _tokens.Dispose();

    // Two threads may both make it anew, which costs time and changes nothing.
    private TokensBySubject BySubject => _bySubject is { } known && ReferenceEquals(known.State, _tokens.State) ? known : _bySubject = new TokensBySubject(_tokens.State);

    private static bool IsLive(IssuedToken entry, DateTimeOffset now) => entry.RevokedAt is null && entry.Claims.ExpiresAt > now;
}
