namespace Pharos.Cli.Hooks;

/// <summary>One hook of ours in Claude Code's settings.</summary>
/// <param name="Event">The event.</param>
/// <param name="Command">The shell command Claude Code runs.</param>
/// <param name="BlocksOnFailure">Whether <c>onFailure: "block"</c> stands there.</param>
/// <param name="Matcher">The tools; <c>*</c> for all, new ones included.</param>
internal sealed record ClaudeHook(string Event, string Command, bool BlocksOnFailure, string Matcher = "*")
{
    /// <summary>After this time Claude Code goes on without an answer, so the shim's own deadline is shorter.</summary>
    public const int TimeoutSeconds = 10;

    /// <summary>Every event that is hooked.</summary>
    public static IReadOnlyList<string> Events { get; } = ["PreToolUse", "PermissionRequest", "PostToolUse", "PostToolUseFailure", "UserPromptSubmit"];

    /// <summary>Our hooks for a subject.</summary>
    /// <param name="shim">The installed shim.</param>
    /// <param name="subject">The agent's subject.</param>
    /// <param name="blockOnFailure">Whether to write <c>onFailure</c>; Claude Code knows it since 2.1.295.</param>
    public static IReadOnlyList<ClaudeHook> For(string shim, string subject, bool blockOnFailure) =>
        [.. Events.Select(name => new ClaudeHook(name, CommandOf(shim, subject, name), blockOnFailure && (name is "PreToolUse" or "PermissionRequest")))];

    /// <summary>
    /// The command of an event. <c>env -i</c> drops what the settings' <c>env</c> or a shell could have set (LD_PRELOAD, PATH, proxies); <c>/bin/sh FILE</c> does not need
    /// the file to be executable; and what stands behind <c>||</c> holds when the script is missing, broken or killed.
    /// </summary>
    public static string CommandOf(string shim, string subject, string name)
    {
        var call = $"/usr/bin/env -i /bin/sh {HookShim.Quote(shim)} {name} {subject}";
        return name switch
        {
            "PreToolUse" => call + " || exit 2",
            "PermissionRequest" => call + " || printf '%s' '"
                + """{"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"deny","message":"Pharos: the hook could not run."}}}""" + "'",
            _ => call,
        };
    }
}
