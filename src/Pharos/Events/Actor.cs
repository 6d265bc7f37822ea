namespace Pharos.Events;

/// <summary>What kind of party caused an event.</summary>
public enum ActorKind
{
    /// <summary>An AI agent.</summary>
    Agent = 1,

    /// <summary>A person.</summary>
    User = 2,

    /// <summary>Pharos itself.</summary>
    System = 3,
}

/// <summary>Who caused an event: the kind of party and its id (a token's subject, or a part of Pharos).</summary>
public sealed record Actor(ActorKind Kind, string Id);
