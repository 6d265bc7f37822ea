using Pharos.Proposals;

namespace Pharos.Server.Hooks;

/// <summary>
/// One coding agent's hooks: what its events mean, what its tools would do and which bytes it takes for a yes, a no and for silence. Everything else is the same
/// for all agents and happens in <see cref="HookDispatch"/>. Safe for use by many threads.
/// </summary>
internal interface IHookAdapter
{
    /// <summary>The agent's name in URLs and on the command line.</summary>
    string Agent { get; }

    /// <summary>The event that announces a tool; operation ids are derived from its name.</summary>
    string DecisionEvent { get; }

    /// <summary>The member of a payload that holds the session's id.</summary>
    string SessionMember { get; }

    /// <summary>What is to be done about an event.</summary>
    HookStep StepOf(string eventName);

    /// <summary>Reads the members that matter; a member of the wrong type is told through the fields' problem.</summary>
    HookPayload Read(HookFields fields);

    /// <summary>What the tool of a payload would do, in the words that policies know.</summary>
    ActReading ActsOf(string eventName, HookPayload payload);

    /// <summary>Whether a review that this event is answered reaches somebody at the agent; where it does not, it is worth waiting for the reviewers.</summary>
    bool AsksSomebody(string eventName, HookPayload payload);

    /// <summary>Whether the event takes another input in the place of the proposed one.</summary>
    bool TakesEditedInput(string eventName) => false;

    /// <summary>The body that says an enforced answer.</summary>
    ReadOnlyMemory<byte> Say(string eventName, HookPayload payload, Answer answer);

    /// <summary>The body that leaves the action to the agent's own rules.</summary>
    ReadOnlyMemory<byte> NoOpinion(string eventName);

    /// <summary>The "no" that an event understands; where there is nothing to stop, what lets the agent go on.</summary>
    ReadOnlyMemory<byte> Refusal(string? eventName, string reason);
}
