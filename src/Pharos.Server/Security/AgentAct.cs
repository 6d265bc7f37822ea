namespace Pharos.Server.Security;

/// <summary>What a request of an agent or an expert does among other agents; decides who may make it, in <see cref="Standing"/>.</summary>
internal enum AgentAct
{
    /// <summary>Nothing that others see or rely on, or something with rules of its own.</summary>
    None,

    /// <summary>It writes what others read: asks them, tells them something, starts or moves what is theirs too.</summary>
    Write,

    /// <summary>It writes what others rely on as this one's judgement: an answer, an acceptance, a decision.</summary>
    Judgement,
}
