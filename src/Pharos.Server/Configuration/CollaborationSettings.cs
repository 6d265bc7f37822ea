using Pharos.Review.Collaborations;

namespace Pharos.Server.Configuration;

/// <summary>Reads the settings of sessions in which agents work together.</summary>
internal static class CollaborationSettings
{
    public static CollaborationOptions Read(SettingsTree tree)
    {
        var defaults = new CollaborationOptions();
        return new CollaborationOptions
        {
            Idle = tree.Time("collaborations.idle", defaults.Idle, CollaborationOptions.ShortestIdle, CollaborationOptions.LongestIdle),
            OpenPerAgent = tree.Integer("collaborations.openPerAgent", defaults.OpenPerAgent, 1, 1000),
            Open = tree.Integer("collaborations.open", defaults.Open, 1, 100_000),
            WaitingCallsPerAgent = tree.Integer("collaborations.waitingCallsPerAgent", defaults.WaitingCallsPerAgent, 0, 100_000),
            ContextLifetime = tree.Time("collaborations.contextLifetime", defaults.ContextLifetime, TimeSpan.FromSeconds(1), CollaborationLimits.ContextLifetime),
            SeenWithin = tree.Time("collaborations.seenWithin", defaults.SeenWithin, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        };
    }
}
