using System.Text;
using Pharos.Rego.Tokens;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>What <c>io.jwt.decode_verify</c> demands of a token.</summary>
internal sealed class TokenConstraints
{
    private double _time;
    private IReadOnlyList<SignatureKey>? _certificate;
    private string _secret = string.Empty;
    private string _issuer = string.Empty;
    private string _audience = string.Empty;

    private TokenConstraints(double now) => _time = now;

    /// <summary>The algorithm that the token must be signed with; empty is any.</summary>
    internal string Algorithm { get; private set; } = string.Empty;

    /// <summary>The keys of which one must have signed the token.</summary>
    internal IReadOnlyList<SignatureKey> Keys { get; private set; } = [];

    internal static TokenConstraints? Read(RegoObject wanted, long now, out string? error)
    {
        var constraints = new TokenConstraints(now);
        foreach (KeyValuePair<RegoValue, RegoValue> entry in wanted)
        {
            if (!constraints.TrySet(entry.Key is RegoString name ? name.Value : entry.Key.ToString(), entry.Value, out error))
            {
                return null;
            }
        }

        error = (constraints._certificate, constraints._secret.Length > 0) switch
        {
            (not null, true) => "duplicate key constraints",
            (null, false) => "no key constraint",
            _ => null,
        };
        constraints.Keys = constraints._certificate ?? [SignatureKey.Secret(Encoding.UTF8.GetBytes(constraints._secret))];
        return error is null ? constraints : null;
    }

    /// <summary>Whether the claims meet the constraints; an error where a claim is of the wrong kind.</summary>
    internal bool Allow(RegoObject claims, out string? error)
    {
        error = null;
        if (_issuer.Length > 0 && !(claims.TryGet("iss", out RegoValue? issuer) && issuer is RegoString named && named.Value == _issuer))
        {
            return false;
        }

        // A token meant for somebody is only for them, so an audience in the token demands one in the constraints.
        bool fits = claims.TryGet("aud", out RegoValue? audience)
            ? audience is RegoString one ? one.Value == _audience : audience is RegoArray many && many.Any(a => a is RegoString s && s.Value == _audience)
            : _audience.Length == 0;
        if (!fits)
        {
            return false;
        }

        // The constraint is in nanoseconds and the claims are in seconds.
        RegoNumber now = RegoNumber.Of(_time / 1_000_000_000);
        if (claims.TryGet("exp", out RegoValue? expires))
        {
            error = expires is RegoNumber ? null : "exp value must be a number";
            if (error is not null || now >= expires)
            {
                return false;
            }
        }

        if (claims.TryGet("nbf", out RegoValue? notBefore))
        {
            error = notBefore is RegoNumber ? null : "nbf value must be a number";
            return error is null && now >= notBefore;
        }

        return true;
    }

    private bool TrySet(string name, RegoValue value, out string? error)
    {
        error = null;
        string text = value is RegoString words ? words.Value : string.Empty;
        if (name is "cert" or "secret" or "alg" or "iss" or "aud" && value is not RegoString)
        {
            error = $"{name} constraint: must be a string";
            return false;
        }

        switch (name)
        {
            case "cert":
                return SignatureKeyCache.TryRead(text, out _certificate, out error);
            case "secret":
                _secret = text;
                return true;
            case "alg":
                Algorithm = text;
                return true;
            case "iss":
                _issuer = text;
                return true;
            case "aud":
                _audience = text;
                return true;
            case "time":
                _time = value is RegoNumber number ? number.ToDouble() : 0;
                error = value is not RegoNumber ? "token time constraint: must be a number" : _time < 0 ? "token time constraint: must not be negative" : null;
                return error is null;
            default:
                error = $"unknown token validation constraint: {name}";
                return false;
        }
    }
}
