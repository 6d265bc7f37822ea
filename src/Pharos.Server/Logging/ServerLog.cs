using Microsoft.Extensions.Logging;

namespace Pharos.Server.Logging;

/// <summary>Every line the server logs, in one place, so that their names and levels can be read as a list.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Pharos {Version} listens on {Url} and {Socket}; policies {PolicyVersion}.")]
    public static partial void Started(this ILogger logger, string version, string url, string socket, string policyVersion);

    [LoggerMessage(2, LogLevel.Information, "Stopping: requests in flight have {Seconds} s to finish.")]
    public static partial void Stopping(this ILogger logger, double seconds);

    [LoggerMessage(3, LogLevel.Information, "Stopped: the log is closed.")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(10, LogLevel.Debug, "{Method} {Path} answered {Status} in {Milliseconds} ms.")]
    public static partial void Answered(this ILogger logger, string method, string path, int status, double milliseconds);

    [LoggerMessage(11, LogLevel.Warning, "{Method} {Path} was refused: {Code} ({Status}).")]
    public static partial void Refused(this ILogger logger, string method, string path, string code, int status);

    [LoggerMessage(12, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void Failed(this ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(13, LogLevel.Warning, "A connection to the socket came from another user and was closed.")]
    public static partial void ForeignPeer(this ILogger logger);

    [LoggerMessage(23, LogLevel.Warning, "The bundle {Bundle} is not taken up ({Code}): {Problem}")]
    public static partial void BundleFailed(this ILogger logger, string bundle, string code, string problem);

    [LoggerMessage(20, LogLevel.Information, "Policies {Version} decide now.")]
    public static partial void PoliciesActivated(this ILogger logger, string version);

    [LoggerMessage(21, LogLevel.Error, "The changed policies were refused and {Version} still decides: {Problem}")]
    public static partial void PoliciesRefused(this ILogger logger, string version, string problem);

    [LoggerMessage(22, LogLevel.Error, "The policies could not be looked at; {Version} still decides.")]
    public static partial void PoliciesUnreadable(this ILogger logger, Exception exception, string version);

    [LoggerMessage(23, LogLevel.Error, "The decision {Decision} is recorded without its input and result, because the mask policies failed: {Problem}")]
    public static partial void DecisionMaskFailed(this ILogger logger, Guid decision, string problem);

    [LoggerMessage(30, LogLevel.Warning, "An execution was reported that was denied or never proposed: proposal {Proposal}.")]
    public static partial void Bypassed(this ILogger logger, string proposal);

    [LoggerMessage(31, LogLevel.Warning, "What a hook reported could not be recorded ({Code}): {Problem}")]
    public static partial void HookNotRecorded(this ILogger logger, string code, string problem);

    [LoggerMessage(40, LogLevel.Error, "The background work \"{Name}\" failed and begins again in {Seconds} s.")]
    public static partial void WorkFailed(this ILogger logger, Exception exception, string name, double seconds);

    [LoggerMessage(41, LogLevel.Error, "Checkpoints cannot be written to {Path}: {Problem}")]
    public static partial void CheckpointUnwritable(this ILogger logger, string path, string problem);

    [LoggerMessage(50, LogLevel.Error, "Health: {Check} is {Status} now: {Description}")]
    public static partial void BecameUnwell(this ILogger logger, string check, string status, string description);

    [LoggerMessage(51, LogLevel.Information, "Health: {Check} is healthy again after {Seconds} s.")]
    public static partial void BecameWell(this ILogger logger, string check, double seconds);

    [LoggerMessage(52, LogLevel.Warning, "The disk of the data folder will be full in about {Hours} h: {Free} bytes are free and {PerHour} more are used each hour.")]
    public static partial void DiskFilling(this ILogger logger, double hours, long free, double perHour);

    [LoggerMessage(53, LogLevel.Information, "The disk of the data folder no longer fills as fast: {Free} bytes are free.")]
    public static partial void DiskCalm(this ILogger logger, long free);

    [LoggerMessage(54, LogLevel.Warning, "The log takes events again; a small one was appended at {Position} to be sure.")]
    public static partial void LogTakesEventsAgain(this ILogger logger, long position);

    [LoggerMessage(55, LogLevel.Error, "The read model {Name} stopped at {Position} ({Type}), which it cannot read: {Problem}")]
    public static partial void ProjectionStopped(this ILogger logger, string name, long position, string type, string problem);

    [LoggerMessage(56, LogLevel.Warning, "The token {Token} is held under the name {Subject}, under which Pharos itself acts: who holds it can pass for the house. Issue another one and revoke it: \"pharos token revoke {Token}\".")]
    public static partial void TokenMisnamed(this ILogger logger, Guid token, string subject);

    [LoggerMessage(70, LogLevel.Error, "The tool {Name} failed.")]
    public static partial void ToolFailed(this ILogger logger, Exception exception, string name);

    [LoggerMessage(71, LogLevel.Debug, "The question {Elicitation} was not answered at its client: {Problem}")]
    public static partial void ElicitationNotPushed(this ILogger logger, string elicitation, string problem);

    [LoggerMessage(72, LogLevel.Error, "What a session of the Model Context Protocol is told stopped: {Problem}")]
    public static partial void SessionUntold(this ILogger logger, string problem);
}
