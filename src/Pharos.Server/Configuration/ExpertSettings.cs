using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Server.Configuration;

/// <summary>How experts are kept and what they are given to do.</summary>
public sealed record ExpertSettings
{
    /// <summary>How experts are kept and chosen.</summary>
    public ExpertOptions Experts { get; init; } = new();

    /// <summary>How long tasks may take and how many there may be.</summary>
    public TaskOptions Tasks { get; init; } = new();

    /// <summary>Whether agents that have a key must sign what others rely on. Default: they must.</summary>
    public SignatureDemand Signatures { get; init; } = SignatureDemand.Required;

    internal static ExpertSettings Read(SettingsTree tree)
    {
        var (experts, tasks) = (new ExpertOptions(), new TaskOptions());
        var (second, hour) = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        return new ExpertSettings
        {
            Experts = new ExpertOptions
            {
                HeartbeatTimeout = tree.Time("experts.heartbeatTimeout", experts.HeartbeatTimeout, second, hour),
                Maximum = tree.Integer("experts.maximum", experts.Maximum, 1, 10_000),
                Seed = tree.Integer("experts.seed", experts.Seed, 0, int.MaxValue),
            },
            Signatures = tree.Scalar("experts.signatures", SignatureDemand.Required, "required or accepted", text => text switch
            {
                "required" => SignatureDemand.Required,
                "accepted" => SignatureDemand.Accepted,
                _ => (SignatureDemand?)null,
            }),
            Tasks = new TaskOptions
            {
                Offer = tree.Time("tasks.offer", tasks.Offer, second, hour),
                Lease = tree.Time("tasks.lease", tasks.Lease, second, TimeSpan.FromHours(24)),
                Deadline = tree.Time("tasks.deadline", tasks.Deadline, second, TaskOptions.LongestDeadline),
                Attempts = tree.Integer("tasks.attempts", tasks.Attempts, 1, 100),
                OpenPerAsker = tree.Integer("tasks.openPerAsker", tasks.OpenPerAsker, 1, 10_000),
                Open = tree.Integer("tasks.open", tasks.Open, 1, 100_000),
            },
        };
    }
}
