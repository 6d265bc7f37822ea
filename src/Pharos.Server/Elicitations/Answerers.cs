using System.Collections.Concurrent;
using Pharos.Agents;

namespace Pharos.Server.Elicitations;

/// <summary>
/// Says who can be asked: whoever holds a live token of a role that may answer. Searching the ledger takes as long as it is large, so the token that was found is looked at first the
/// next time.
/// </summary>
internal sealed class Answerers(TokenLedger tokens)
{
    private readonly ConcurrentDictionary<string, Guid> _found = new(StringComparer.Ordinal);

    public bool MayAnswer(string subject)
    {
        if (_found.TryGetValue(subject, out var known) && tokens.IsLive(known))
        {
            return true;
        }

        var token = tokens.All.FirstOrDefault(entry => entry.Claims.Subject == subject && entry.Claims.Role != Role.Viewer && tokens.IsLive(entry.Claims.Id));
        if (token is null)
        {
            _found.TryRemove(subject, out _);
            return false;
        }

        if (_found.Count >= TokenLedger.MaximumTokens)
        {
            _found.Clear();
        }

        _found[subject] = token.Claims.Id;
        return true;
    }
}
