namespace Pharos.Cli.Hooks;

/// <summary>The command that stands in an agent's settings.</summary>
internal static class HookCommandLine
{
    /// <summary>After this time agents go on without an answer, so the shim's own deadline is shorter.</summary>
    public const int TimeoutSeconds = 10;

    /// <summary>Ends in the status by which an agent is told "no", for agents that need no reason with it.</summary>
    public const string OrBlock = " || exit 2";

    /// <summary>As <see cref="OrBlock"/>, for agents that take the status for a failure of the hook when no reason comes with it. Without braces, which not every shell knows.</summary>
    public const string OrBlockWithReason = " || /bin/sh -c 'echo The hook of Pharos gave no answer, so the answer is no. >&2; exit 2'";

    /// <summary>
    /// The call of the shim. <c>env -i</c> drops what settings or a shell could have set (LD_PRELOAD, PATH, proxies); <c>/bin/sh FILE</c> does not need the file to be
    /// executable; and what an agent adds behind <c>||</c> holds when the script is missing, broken or killed.
    /// </summary>
    public static string Of(string shim, string eventName, string subject, string agent) =>
        $"/usr/bin/env -i /bin/sh {HookShim.Quote(shim)} {eventName} {subject} {agent}";
}
