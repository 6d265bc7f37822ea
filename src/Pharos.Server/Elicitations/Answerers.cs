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

        if (tokens.FindLive(subject, static role => role != Role.Viewer) is not { } token)
        {
            _found.TryRemove(subject, out _);
            return false;
        }

        if (_found.Count >= TokenLedger.MaximumTokens)
        {
            _found.Clear();
        }

        _found[subject] = token;
        return true;
    }
}
