using System.Security.Cryptography;
using System.Text;
using Pharos.Events;

namespace Pharos.Agents.Signing;

/// <summary>
/// Checks signed requests. A token says who calls; the signature says that the one who was registered made exactly this request, now, once: a token that was read somewhere
/// is not enough, and a request that was overheard cannot be sent again.
/// </summary>
/// <param name="keys">Derives the keys.</param>
/// <param name="generations">Knows who has which.</param>
/// <param name="nonces">Remembers what was sent.</param>
/// <param name="clock">The clock that signatures are held against.</param>
public sealed class SignedRequests(SigningKeys keys, IKeyGenerations generations, IUsedNonces nonces, TimeProvider clock)
{
    /// <summary>How much older or younger than now a request may be.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    // Until no node whose clock is behind by another window would take it.
    private static readonly TimeSpan Remembered = Window * 2;

    /// <summary>What is said of a request that had to be signed and is not.</summary>
    public static SignatureCheck.Refused Missing { get; } = No(
        "signature.missing", $"This has to be signed: send \"{RequestSignature.Header}: t=<unix>,n=<nonce>,v1=<hex>\" made with the key you got at registration.");

    /// <summary>Whether somebody was ever given a key, and so must sign what only its holder may do.</summary>
    public async ValueTask<bool> HasKeyAsync(string subject, CancellationToken cancellationToken) => await generations.FindAsync(subject, cancellationToken) is not null;

    /// <summary>Checks a signature, and uses its nonce up.</summary>
    /// <param name="subject">Who sent the request: the token's subject, whose key it must be.</param>
    /// <param name="header">The header's value.</param>
    /// <param name="content">The request as it arrived.</param>
    /// <param name="cancellationToken">Gives up; the nonce may be used up all the same.</param>
    /// <exception cref="EventLogUnavailableException">The nonce could not be recorded, so the request must not act.</exception>
    public async ValueTask<SignatureCheck> CheckAsync(string subject, string header, SignedContent content, CancellationToken cancellationToken)
    {
        if (RequestSignature.Read(header) is not { } signature)
        {
            return No("signature.malformed", $"\"{RequestSignature.Header}\" is read as t=<unix seconds>,n=<16 to 64 letters of base64url>,v1=<64 lower-case hex digits>, without spaces.");
        }

        var now = clock.GetUtcNow();
        var signedAt = DateTimeOffset.FromUnixTimeSeconds(signature.Time);
        if ((now - signedAt).Duration() > Window)
        {
            return No("signature.stale", $"The request was signed at {signedAt:u}; here it is {now:u}. Set your clock: {Window.TotalSeconds:0} seconds are allowed. Sign each attempt anew.");
        }

        if (await generations.FindAsync(subject, cancellationToken) is not { IsSuspended: false } generation)
        {
            return No("signature.key", $"{subject} has no key to sign with (register by POST /api/experts), or was suspended.");
        }

        var isCurrent = Fits(generation.Number);
        if (!isCurrent && !(generation.Number > 1 && Fits(generation.Number - 1)))
        {
            return No("signature.wrong", "The signature does not fit this method, path, time, nonce and body under your key.");
        }

        if (!isCurrent && now > generation.Since + SigningKeys.Overlap)
        {
            return No("signature.key", $"The key was replaced at {generation.Since:u}; sign with the new one.");
        }

        return await nonces.UseAsync(subject, signature.Nonce, signedAt + Remembered, cancellationToken) switch
        {
            NonceUse.First => new SignatureCheck.Valid(),
            NonceUse.Again => No("signature.replayed", "A request with this nonce was received before. Sign each attempt anew."),
            NonceUse.Full => new SignatureCheck.Busy(),
            _ => throw new InvalidOperationException("A use of nonces without a case."),
        };

        bool Fits(int number) => CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(signature.Mac),
            Encoding.ASCII.GetBytes(content.MacWith(keys.Of(subject, number), signature.Time, signature.Nonce)));
    }

    private static SignatureCheck.Refused No(string code, string message) => new(code, message);
}
