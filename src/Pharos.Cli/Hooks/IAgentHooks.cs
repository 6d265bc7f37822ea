namespace Pharos.Cli.Hooks;

/// <summary>How one coding agent is put under the gate: where its settings are, which events are hooked and how it tells what it is about to do.</summary>
internal interface IAgentHooks
{
    /// <summary>The name on the command line, in URLs and, unless another is chosen, of the agent's subject.</summary>
    string Name { get; }

    /// <summary>The name people know it by.</summary>
    string Title { get; }

    /// <summary>Its settings file below the project's folder or the home folder.</summary>
    string SettingsPath { get; }

    /// <summary>How that file holds hooks.</summary>
    SettingsLayout Layout { get; }

    /// <summary>Every event that is hooked.</summary>
    IReadOnlyList<string> Events { get; }

    /// <summary>What the person has to do after the hooks were written.</summary>
    string NextStep { get; }

    /// <summary>Our hook of an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="shim">The installed shim.</param>
    /// <param name="subject">The agent's subject.</param>
    /// <param name="blockOnFailure">Whether to say in the settings that a failure stops the action, where that can be left out.</param>
    HookEntry EntryOf(string eventName, string shim, string subject, bool blockOnFailure = true);

    /// <summary>What keeps the installed hooks from running; none for the file as it should be.</summary>
    /// <param name="target">Whose settings.</param>
    /// <exception cref="HookSettingsException">A file that may turn hooks off cannot be read.</exception>
    IEnumerable<string> Obstacles(HookTarget target);

    /// <summary>Every documented event and tool, as payloads for <c>hook test</c> and for the tests of the contract.</summary>
    /// <param name="project">The workspace they are about.</param>
    /// <param name="isRegistered">Whether the gate knows the workspace; only then can ordinary work be expected to pass.</param>
    IReadOnlyList<DocumentedPayload> Payloads(string project, bool isRegistered);

    /// <summary>The whole text of a payload.</summary>
    /// <param name="payload">The call.</param>
    /// <param name="number">Its place in the list; later events refer to places.</param>
    /// <param name="session">The session's id.</param>
    /// <param name="project">The working directory.</param>
    string TextOf(DocumentedPayload payload, int number, string session, string project);
}
