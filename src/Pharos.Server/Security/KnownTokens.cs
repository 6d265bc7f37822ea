using System.Collections.Concurrent;
using Pharos.Agents;

namespace Pharos.Server.Security;

/// <summary>
/// Checks the same token again without its signature and claims, which cost more than all else the doorkeeper does. Whether it was revoked or has expired is asked of the ledger every time.
/// </summary>
/// <param name="tokens">The ledger.</param>
internal sealed class KnownTokens(TokenLedger tokens)
{
    // As many as the ledger lets be valid at a time; forgetting them only costs a full check each.
    private const int Most = TokenLedger.MaximumTokens;

    private readonly ConcurrentDictionary<string, TokenCheck.Valid> _signed = new(StringComparer.Ordinal);

    /// <summary>Checks a token.</summary>
    public ValueTask<TokenCheck> CheckAsync(string token, CancellationToken cancellationToken) =>
        _signed.TryGetValue(token, out var known) && tokens.IsLive(known.Claims.Id) ? ValueTask.FromResult<TokenCheck>(known) : CheckWhollyAsync(token, cancellationToken);

    private async ValueTask<TokenCheck> CheckWhollyAsync(string token, CancellationToken cancellationToken)
    {
        var check = await tokens.CheckAsync(token, cancellationToken);
        if (check is TokenCheck.Valid valid)
        {
            if (_signed.Count >= Most)
            {
                _signed.Clear();
            }

            _signed[token] = valid;
        }

        return check;
    }
}
