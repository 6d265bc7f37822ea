namespace Pharos.Server.Hooks;

/// <summary>What is to be done about an event of an agent.</summary>
internal enum HookStep
{
    /// <summary>Nothing here knows the event, so it is refused in whatever form stops it.</summary>
    Refuse,

    /// <summary>A tool is about to run: every act of it is proposed.</summary>
    Decide,

    /// <summary>The agent asks again about a tool it has already announced: the earlier decision is joined where there is one.</summary>
    Confirm,

    /// <summary>A tool has run.</summary>
    ReportDone,

    /// <summary>A tool has run and failed.</summary>
    ReportFailed,

    /// <summary>Something was done that the agent may never have asked about: it is decided now, and an alarm where the answer would have been no.</summary>
    ReportUnasked,

    /// <summary>A person has spoken to the agent.</summary>
    RecordPrompt,
}
