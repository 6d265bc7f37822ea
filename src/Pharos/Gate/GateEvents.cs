namespace Pharos.Gate;

/// <summary>Types of the events that the gate writes.</summary>
public static class GateEvents
{
    /// <summary>A decision: the masked policy input and the answer, or a reference to the equal decision before.</summary>
    public const string Decided = "proposal.decided";

    /// <summary>What the agent did afterwards.</summary>
    public const string Executed = "proposal.executed";

    /// <summary>An alarm: something ran that was denied or never proposed.</summary>
    public const string Bypassed = "proposal.bypassed";
}
