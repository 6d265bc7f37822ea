using System.Diagnostics;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Tests.Sqlite;

[Trait("Category", "Slow")]
public sealed class FullDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_loses_nothing_acknowledged_and_the_log_goes_on_when_there_is_space()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-full-").FullName;
        Assert.SkipUnless(Run("mount", $"-t tmpfs -o size=2m tmpfs {folder}"), "mounting a small disk is refused here");
        try
        {
            var ballast = Path.Combine(folder, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[600_000], Cancellation);
            await using var log = await SqliteEventLog.OpenAsync(Path.Combine(folder, "log.db"), TimeProvider.System, Cancellation);
            var acknowledged = 0L;
            var problem = await Should.ThrowAsync<EventLogUnavailableException>(async () =>
            {
                while (acknowledged < 10_000)
                {
                    await log.AppendAsync(AppendBatch.Of(Event()), Cancellation);
                    acknowledged++;
                }
            });
            problem.Code.ShouldBe("log.full");
            File.Delete(ballast);
            (await log.AppendAsync(AppendBatch.Of(Event()), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
            var report = await ChainVerifier.VerifyAsync(log, cancellationToken: Cancellation);
            report.Break.ShouldBeNull();
            report.Events.ShouldBe(acknowledged + 1);
        }
        finally
        {
            Run("umount", folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static NewEvent Event() => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = "a.happened",
        At = TimeProvider.System.GetUtcNow(),
        Actor = new Actor(ActorKind.System, "test"),
        Payload = System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', 4000)}\""),
    };

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
