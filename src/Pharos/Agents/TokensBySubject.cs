using System.Collections.Immutable;

namespace Pharos.Agents;

/// <summary>The tokens of a ledger by who holds them: a keeper asks for a thousand experts every second, and ten thousand tokens are too many to look through for each.</summary>
internal sealed class TokensBySubject
{
    private readonly Dictionary<string, List<IssuedToken>> _tokens = new(StringComparer.Ordinal);

    public TokensBySubject(ImmutableDictionary<Guid, IssuedToken> state)
    {
        State = state;
        foreach (var entry in state.Values)
        {
            (_tokens.TryGetValue(entry.Claims.Subject, out var known) ? known : _tokens[entry.Claims.Subject] = []).Add(entry);
        }
    }

    /// <summary>The ledger that it is about.</summary>
    public ImmutableDictionary<Guid, IssuedToken> State { get; }

    /// <summary>Every token of somebody, expired and revoked ones too.</summary>
    public IReadOnlyList<IssuedToken> Of(string subject) => _tokens.TryGetValue(subject, out var known) ? known : [];
}
