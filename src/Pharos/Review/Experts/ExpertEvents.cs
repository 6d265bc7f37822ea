namespace Pharos.Review.Experts;

/// <summary>Types of the events of an expert.</summary>
public static class ExpertEvents
{
    /// <summary>An agent says what it can do; said again, it has a new key.</summary>
    public const string Registered = "expert.registered";

    /// <summary>It gets no more tasks, and gives up those it has.</summary>
    public const string Suspended = "expert.suspended";

    /// <summary>It gets tasks again.</summary>
    public const string Resumed = "expert.resumed";

    /// <summary>It is there. Recorded now and then, so that every node and the next start know.</summary>
    public const string Seen = "expert.seen";

    /// <summary>It has not been seen for too long.</summary>
    public const string Lost = "expert.lost";
}
