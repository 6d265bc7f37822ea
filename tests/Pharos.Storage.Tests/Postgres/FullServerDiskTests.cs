using System.Diagnostics;
using System.Text;
using Pharos.Cli.Bench;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Postgres;

namespace Pharos.Storage.Tests.Postgres;

/// <summary>A full disk under the tables is an error of one statement; a full disk under the WAL ends the server, which comes back when there is space.</summary>
[Trait("Category", "Slow")]
public sealed class FullServerDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_disk_loses_nothing_acknowledged_and_the_log_goes_on_when_there_is_space(bool isWal)
    {
        Assert.SkipWhen(TemporaryPostgres.Absence is not null, TemporaryPostgres.Absence ?? "");
        var root = Directory.CreateTempSubdirectory("pharos-pgfull-").FullName;
        var (main, wal) = (Path.Combine(root, "main"), Path.Combine(root, "wal"));
        Directory.CreateDirectory(main);
        Directory.CreateDirectory(wal);
        File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Assert.SkipUnless(Run("mount", $"-t tmpfs -o size={(isWal ? 300 : 70)}m tmpfs {main}") && Run("mount", $"-t tmpfs -o size={(isWal ? 24 : 300)}m tmpfs {wal}"), "mounting a small disk is refused here");
        try
        {
            Run("chown", $"postgres {wal}").ShouldBeTrue();
            await using var server = await TemporaryPostgres.StartAsync(
                ["max_wal_size=8MB", "min_wal_size=4MB", "shared_buffers=16MB"], ["--wal-segsize=1", $"--waldir={Path.Combine(wal, "pg_wal")}"], main);
            await using var nodes = new NodeFolders(PostgresFixture.Address(server.Url("postgres")));
            var store = await nodes.OpenAsync();
            var full = isWal ? wal : main;
            var ballast = Path.Combine(full, "ballast");
            var acknowledged = await AppendAsync(store, 20);
            Fill(ballast, full, leaving: 2 * 1024 * 1024);
            var problem = await Should.ThrowAsync<EventLogUnavailableException>(async () =>
            {
                while (acknowledged < 20_000)
                {
                    acknowledged += await AppendAsync(store, 1);
                }
            });

            // The panic of a server without space for its WAL may still reach the session that caused it.
            problem.Code.ShouldBeOneOf(isWal ? ["store.unreachable", "log.full"] : ["log.full"]);
            var failed = acknowledged;
            (await store.InspectAsync(Cancellation)).Where(finding => finding.IsFailure).ShouldNotBeEmpty();
            File.Delete(ballast);
            if (isWal)
            {
                // The server has ended itself; whoever watches over it starts it again.
                server.Kill();
                await server.StartAgainAsync();
            }

            acknowledged += await AppendAsync(store, 5);
            await store.UntilWellAsync();
            var report = await ChainVerifier.VerifyAsync(store.Log, cancellationToken: Cancellation);
            report.Break.ShouldBeNull();

            // The one append that failed may stand or not; every other one was told the truth.
            report.Events.ShouldBeInRange(acknowledged, acknowledged + 1);
            failed.ShouldBeGreaterThan(20);
        }
        finally
        {
            Run("umount", main);
            Run("umount", wal);
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<int> AppendAsync(PostgresEventStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var record = Callers.Event(CorrelationId.New(TimeProvider.System)) with { Payload = Encoding.UTF8.GetBytes($"\"{Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4000))}\"") };
            (await store.Log.AppendAsync(AppendBatch.Of(record), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        }

        return count;
    }

    private static void Fill(string path, string disk, long leaving)
    {
        var free = new DriveInfo(disk).AvailableFreeSpace;
        using var file = File.Create(path);
        var block = new byte[1024 * 1024];
        for (var left = free - leaving; left > 0; left -= block.Length)
        {
            file.Write(block, 0, (int)Math.Min(left, block.Length));
        }
    }

    private static bool Run(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
