namespace Pharos.Review.Tasks;

/// <summary>Why a task was taken from an expert.</summary>
public enum ReturnCause
{
    /// <summary>It was not seen for too long.</summary>
    Died,

    /// <summary>It let the task lie in its inbox.</summary>
    NotTaken,

    /// <summary>It said nothing about a task that it works on.</summary>
    WentQuiet,

    /// <summary>It was suspended or holds no token any more, which says nothing about how it works.</summary>
    Suspended,
}
