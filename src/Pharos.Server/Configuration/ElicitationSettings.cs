using Pharos.Review.Elicitations;

namespace Pharos.Server.Configuration;

/// <summary>Reads the settings of elicitations.</summary>
internal static class ElicitationSettings
{
    public static ElicitationOptions Read(SettingsTree tree)
    {
        var defaults = new ElicitationOptions();
        return new ElicitationOptions
        {
            Timeout = tree.Time("elicitations.timeout", defaults.Timeout, ElicitationOptions.ShortestTimeout, ElicitationOptions.LongestTimeout),
            RequestsPerMinute = tree.Integer("elicitations.requestsPerMinute", defaults.RequestsPerMinute, 1, ElicitationOptions.MostPerMinute),
            ResponsesPerMinute = tree.Integer("elicitations.responsesPerMinute", defaults.ResponsesPerMinute, 1, ElicitationOptions.MostPerMinute),
            PendingPerAnswerer = tree.Integer("elicitations.pendingPerAnswerer", defaults.PendingPerAnswerer, 1, 1000),
            Streams = tree.Integer("elicitations.streams", defaults.Streams, 0, 100_000),
        };
    }
}
