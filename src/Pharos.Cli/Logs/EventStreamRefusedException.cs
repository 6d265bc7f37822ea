namespace Pharos.Cli.Logs;

/// <summary>The server does not give this stream, and trying again would not help.</summary>
/// <param name="code">The stable code of its problem.</param>
/// <param name="message">What was wrong.</param>
internal sealed class EventStreamRefusedException(string code, string message) : Exception(message)
{
    /// <summary>The stable code.</summary>
    public string Code => code;
}
