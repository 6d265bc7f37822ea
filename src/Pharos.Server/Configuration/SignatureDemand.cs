namespace Pharos.Server.Configuration;

/// <summary>Whether agents that have a key must sign what others rely on as their judgement. What experts do with tasks and votes is signed in either case.</summary>
public enum SignatureDemand
{
    /// <summary>They must.</summary>
    Required,

    /// <summary>They may.</summary>
    Accepted,
}
