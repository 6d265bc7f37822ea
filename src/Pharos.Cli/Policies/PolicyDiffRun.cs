using System.Text;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>One dry run on the server: tells progress, gives the report.</summary>
internal static class PolicyDiffRun
{
    /// <summary>Runs it.</summary>
    /// <param name="call">The run of the command.</param>
    /// <param name="connection">The server.</param>
    /// <param name="query">The parameters, as they stand in the address.</param>
    /// <param name="archive">The candidate; null for the policies of now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The report, or null with the exit code of what was reported instead.</returns>
    public static async Task<(RegoObject? Report, int ExitCode)> RunAsync(
        CommandCall call, ServerConnection connection, string query, byte[]? archive, CancellationToken cancellationToken)
    {
        using var response = await connection.UploadAsync($"/api/policies/diff?{query}", archive, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return (null, PolicyRefusal.Report(call, await ServerConnection.ReadReplyAsync(response, cancellationToken)));
        }

        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (RegoValue.ParseJson(line) is not RegoObject document)
            {
                continue;
            }

            if (document.ObjectOf("progress") is { Count: > 0 } progress)
            {
                call.Error.WriteLine($"{progress.TextOf("decisions")} decisions read, {progress.TextOf("changed")} would change (position {progress.TextOf("position")})");
            }
            else if (document.ObjectOf("error") is { Count: > 0 } error)
            {
                return (null, call.Fail(error.TextOf("code") ?? "diff.failed", error.TextOf("message") ?? ""));
            }
            else if (document.ObjectOf("report") is { Count: > 0 } report)
            {
                return (report, ExitCode.Ok);
            }
        }

        return (null, call.Fail("diff.broken-off", "The server's answer broke off before the report. Its log says why."));
    }
}
