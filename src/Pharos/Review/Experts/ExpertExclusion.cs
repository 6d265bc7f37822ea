namespace Pharos.Review.Experts;

/// <summary>Why an expert cannot get a task, the most lasting reason first.</summary>
public enum ExpertExclusion
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Another one is meant.</summary>
    NotMeant,

    /// <summary>It does not take the kind, or lacks a capability.</summary>
    Unable,

    /// <summary>It does not work in that workspace.</summary>
    Elsewhere,

    /// <summary>It, or whoever registered it, proposed what the task is about, or asked for it.</summary>
    Own,

    /// <summary>It declined, or was asked the same already.</summary>
    Declined,

    /// <summary>It holds no token any more with which it could do it.</summary>
    Revoked,

    /// <summary>It is suspended.</summary>
    Suspended,

    /// <summary>It has not been seen for a while.</summary>
    Away,

    /// <summary>It has as many tasks as it takes.</summary>
    Busy,
}
