using System.Text;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Review.Collaborations;

/// <summary>
/// Texts that participants attach to a session by reference: the event holds hash, size, kind and expiry, the text itself lies with the other large parts of the log. Secrets are masked before
/// it is hashed. What has expired is not handed out here any more; the record keeps it until it is erased.
/// </summary>
/// <param name="desk">The sessions.</param>
/// <param name="blobs">Where the texts lie.</param>
/// <param name="options">Defaults.</param>
/// <param name="clock">The clock.</param>
public sealed class SharedContexts(CollaborationDesk desk, IBlobStore blobs, CollaborationOptions options, TimeProvider clock)
{
    /// <summary>Attaches a text.</summary>
    public async ValueTask<CollaborationOutcome> AttachAsync(CollaborationId id, Caller by, ContextRequest request, CancellationToken cancellationToken)
    {
        var lifetime = request.Lifetime ?? options.ContextLifetime;
        var content = Encoding.UTF8.GetBytes(SecretMask.Mask(request.Content));
        var problem = content.Length is 0 or > CollaborationLimits.ContextBytes ? new Problem("context.size", $"\"content\" has 1 to {CollaborationLimits.ContextBytes} bytes; this has {content.Length}.", content.Length == 0 ? 400 : 413)
            : !CollaborationLimits.IsMediaType(request.MediaType) ? new Problem("context.media-type", "\"mediaType\" is such as text/plain or application/json, in lower-case letters and without parameters.")
            : string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > CollaborationLimits.PathCharacters || request.Name.Any(char.IsControl)
                ? new Problem("context.name", $"\"name\" says in 1 to {CollaborationLimits.PathCharacters} characters what the text is, for example its path.")
            : lifetime < TimeSpan.FromSeconds(1) || lifetime > CollaborationLimits.ContextLifetime ? new Problem("context.expiry", $"\"expiresIn\" lies between 1s and {CollaborationLimits.ContextLifetime.TotalDays:0}d.")
            : null;
        if (problem is not null)
        {
            return new CollaborationOutcome.Refused(problem);
        }

        // Whoever may not write here must not fill the store either, so the rules are asked before anything is kept.
        var digest = Digest.Of(content);
        var now = clock.GetUtcNow();
        var context = new SharedContext
        {
            Hash = digest.ToString(),
            Size = content.Length,
            MediaType = request.MediaType,
            Name = SecretMask.Mask(request.Name),
            By = by.Subject,
            At = now,
            ExpiresAt = now + lifetime,
        };
        if (await desk.TryAsync(id, by, session => CollaborationSteps.Attach(session, context, digest), cancellationToken) is { } refusal)
        {
            return new CollaborationOutcome.Refused(refusal);
        }

        await blobs.PutAsync(content, cancellationToken);
        return await desk.MoveAsync(id, by, isThere: true, session => CollaborationSteps.Attach(session, context, digest), cancellationToken);
    }

    /// <summary>The text of a hash that was attached to a session, if its time has not run out.</summary>
    public async ValueTask<ContextReading> ReadAsync(Collaboration session, string hash, CancellationToken cancellationToken)
    {
        if (!Digest.TryParse(hash, out var digest) || session.FindContext(hash) is not { } context)
        {
            return new ContextReading.Unknown();
        }

        return context.ExpiresAt <= clock.GetUtcNow() ? new ContextReading.Expired(context)
            : await blobs.GetAsync(digest, cancellationToken) is { } content ? new ContextReading.Found(context, content)
            : new ContextReading.Erased(context);
    }
}

/// <summary>A text that somebody wants to attach.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="MediaType">What kind of text it is.</param>
/// <param name="Content">The text.</param>
/// <param name="Lifetime">How long it is shared; null for the configured time.</param>
public sealed record ContextRequest(string Name, string MediaType, string Content, TimeSpan? Lifetime);

/// <summary>What came of reading an attached text.</summary>
public abstract record ContextReading
{
    private ContextReading()
    {
    }

    /// <summary>Here it is.</summary>
    public sealed record Found(SharedContext Context, ReadOnlyMemory<byte> Content) : ContextReading;

    /// <summary>Its time has run out.</summary>
    public sealed record Expired(SharedContext Context) : ContextReading;

    /// <summary>Its bytes have been erased.</summary>
    public sealed record Erased(SharedContext Context) : ContextReading;

    /// <summary>Nothing of that hash was attached here.</summary>
    public sealed record Unknown : ContextReading;
}
