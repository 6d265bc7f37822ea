namespace Pharos.Grants;

/// <summary>A standing approval of exactly one question. Immutable; it lapses by time without an event, so it is asked for a moment.</summary>
public sealed record Grant
{
    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whom it serves.</summary>
    public required GrantScope Scope { get; init; }

    /// <summary>What it is about.</summary>
    public required GrantSubject Subject { get; init; }

    /// <summary>Who granted.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>From when on it counts: later than <see cref="MadeAt"/> while the approval can still be taken back.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when it counts.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it was revoked; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who revoked it.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Whether it has neither ended nor been revoked; it may have to wait until <see cref="From"/>.</summary>
    public bool IsActiveAt(DateTimeOffset now) => RevokedAt is null && Until > now;

    /// <summary>Whether it decides at a moment.</summary>
    public bool CountsAt(DateTimeOffset now) => IsActiveAt(now) && From <= now;

    /// <summary>How it stands at a moment: <c>active</c>, <c>revoked</c> or <c>lapsed</c>.</summary>
    public string StateAt(DateTimeOffset now) => RevokedAt is not null ? "revoked" : Until > now ? "active" : "lapsed";
}
