namespace Pharos.Cli.Invocation;

/// <summary>What the program's exit status says.</summary>
internal static class ExitCode
{
    /// <summary>Done; of <c>check</c>: allow.</summary>
    public const int Ok = 0;

    /// <summary>Not done; the reason is on standard error.</summary>
    public const int Failed = 1;

    /// <summary><c>check</c> only: deny.</summary>
    public const int Deny = 2;

    /// <summary><c>policy test</c> only: a test failed, or too little was covered.</summary>
    public const int TestsFailed = 2;

    /// <summary><c>check</c> only: review.</summary>
    public const int Review = 3;

    /// <summary>The command line was not understood (EX_USAGE).</summary>
    public const int Usage = 64;

    /// <summary>Interrupted from the keyboard, as shells count it.</summary>
    public const int Interrupted = 130;
}
