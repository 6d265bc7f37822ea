using System.Globalization;
using Pharos.Agents;

namespace Pharos.Server.Tests.Metrics;

/// <summary>Reads figures the way a scraper does. Those of one process are shared by all its servers, so a test looks at what was added.</summary>
internal static class Figures
{
    /// <summary>The value of a series as it is written; null where it is not.</summary>
    public static async Task<double?> FigureAsync(this TestServer server, string series)
    {
        using var response = await server.SendAsync("GET", "/metrics", Role.Viewer);
        var line = (await response.Content.ReadAsStringAsync()).Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
