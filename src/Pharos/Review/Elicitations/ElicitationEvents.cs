namespace Pharos.Review.Elicitations;

/// <summary>Types of the events of an elicitation; all of one stand in its stream, the first and one that ends it. All are about the one asked.</summary>
public static class ElicitationEvents
{
    /// <summary>Somebody asks somebody for information of a certain form, until a time.</summary>
    public const string Requested = "elicitation.requested";

    /// <summary>It was answered.</summary>
    public const string Accepted = "elicitation.accepted";

    /// <summary>The one asked will not answer.</summary>
    public const string Declined = "elicitation.declined";

    /// <summary>It was taken back by whoever asked, or put away by the one asked.</summary>
    public const string Cancelled = "elicitation.cancelled";

    /// <summary>Nobody answered in time.</summary>
    public const string Expired = "elicitation.expired";
}
