namespace Pharos.Review.Notices;

/// <summary>Why somebody is told of a review.</summary>
public enum NoticeKind
{
    /// <summary>It waits.</summary>
    Requested,

    /// <summary>It was handed up to them.</summary>
    Escalated,

    /// <summary>Most of the agreed time is over.</summary>
    Warning,

    /// <summary>The timeout was reached, and it stays open.</summary>
    Overdue,
}

/// <summary>The names of notices on the wire.</summary>
public static class NoticeKinds
{
    /// <summary>The name: <c>review.requested</c> and so on.</summary>
    public static string NameOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Requested => "review.requested",
        NoticeKind.Escalated => "review.escalated",
        NoticeKind.Warning => "review.warning",
        _ => "review.overdue",
    };
}
