namespace Pharos.Server;

/// <summary>The list of what a running server does besides answering.</summary>
internal static class ServerWork
{
    /// <summary>Begins all of it.</summary>
    public static void Start(BackgroundWork work, ServerParts parts)
    {
        work.Start("policies", stopping => parts.Policies.WatchAsync(parts.Configuration.Policies.ReloadEvery, stopping));
    }
}
