using Pharos.Server.Events;

namespace Pharos.Server;

/// <summary>The list of what a running server does besides answering.</summary>
internal static class ServerWork
{
    /// <summary>Begins all of it.</summary>
    public static void Start(BackgroundWork work, ServerParts parts)
    {
        var archiving = new ArchiveWork(parts.Store, parts.Segments, parts.Configuration.Log.ArchiveAfter, parts.Clock);
        work.Start("policies", stopping => parts.Policies.WatchAsync(parts.Configuration.Policies.ReloadEvery, parts.Store.IsShared, parts.Clock, stopping));
        foreach (var (name, fetching) in parts.Bundles.Fetching)
        {
            work.Start($"bundle {name}", fetching.RunAsync);
        }

        work.Start("degradation", parts.Degradation.RunAsync);
        work.Start("reviews", parts.Reviews.FollowQueueAsync);
        work.Start("erased grants", stopping => parts.Reviews.Grants.FollowErasuresAsync(parts.Log, stopping));
        work.Start("definitions", parts.Reviews.FollowDefinitionsAsync);
        work.Start("review timeouts", parts.Reviews.Keeper.WatchTimeAsync);
        work.Start("review notices", parts.Notices.Notifier.RunAsync);
        work.Start("review executions", parts.Reviews.Keeper.WatchExecutionsAsync);
        work.Start("mcp sessions", parts.McpSessions.SweepAsync);
        work.Start("elicitations", parts.Elicitations.FollowAsync);
        work.Start("elicitation timeouts", parts.Elicitations.Keeper.WatchAsync);
        work.Start("experts", parts.Experts.FollowRosterAsync);
        work.Start("tasks", parts.Tasks.FollowBoardAsync);
        work.Start("task keeper", parts.Tasks.Keeper.RunAsync);
        work.Start("collaborations", parts.Collaborations.FollowAsync);
        work.Start("idle collaborations", parts.Collaborations.Keeper.WatchAsync);
        work.Start("panels", parts.Consensus.FollowBoardAsync);
        work.Start("panel keeper", parts.Consensus.Keeper.RunAsync);
        work.Start("checkpoints", parts.Checkpoints.RunAsync);
        work.Start("log probe", parts.Health.Probe.RunAsync);
        work.Start("disk", parts.Health.Disk.RunAsync);
        work.Start("statistics", parts.Health.FollowStatisticsAsync);
        work.Start("blobs", archiving.SweepAsync);
        work.Start("archive", archiving.ArchiveAsync);
        if (parts.Store.IsShared)
        {
            work.Start("other nodes", new OtherNodes(parts.Tokens, parts.Agents, parts.Workspaces, parts.Reviews.Grants, parts.Degradation.Mode, parts.Clock).FollowAsync);
        }
    }
}
