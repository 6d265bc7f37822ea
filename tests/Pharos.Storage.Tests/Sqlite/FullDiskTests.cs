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

    [Fact]
    public Task A_disk_that_fills_while_the_log_is_folded_back_loses_nothing_either()
    {
        return OnSmallDisk("40m", async folder =>
        {
            var ballast = Path.Combine(folder, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[4_000_000], Cancellation);
            var acknowledged = 0L;
            await using (var store = await SqliteEventStore.OpenAsync(folder, TimeProvider.System, Cancellation))
            {
                var problem = await Should.ThrowAsync<EventLogUnavailableException>(async () =>
                {
                    while (acknowledged < 50_000)
                    {
                        await store.Log.AppendAsync(AppendBatch.Of([.. Enumerable.Range(0, 10).Select(_ => Event())]), Cancellation);
                        acknowledged += 10;
                    }
                });
                problem.Code.ShouldBe("log.full");

                // More than a fold's worth was written, so the database itself has met the full disk and not only the log before it.
                acknowledged.ShouldBeGreaterThan(2 * 8 * 1024 * 1024 / 4600);
                (await store.InspectAsync(Cancellation)).ShouldContain(finding => finding.IsFailure && finding.Code == "log.full");
                File.Delete(ballast);
                (await store.InspectAsync(Cancellation)).ShouldNotContain(finding => finding.IsFailure);
                (await store.Log.AppendAsync(AppendBatch.Of(Event()), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
            }

            await using var again = await SqliteEventStore.OpenAsync(folder, TimeProvider.System, Cancellation);
            var report = await ChainVerifier.VerifyAsync(again.Log, cancellationToken: Cancellation);
            report.Break.ShouldBeNull();
            report.Events.ShouldBe(acknowledged + 1);
        });
    }

    [Fact]
    public Task A_disk_that_is_full_at_the_start_is_said_to_be_and_the_log_opens_when_there_is_space()
    {
        return OnSmallDisk("4m", async folder =>
        {
            await using (var log = await SqliteEventStore.OpenAsync(folder, TimeProvider.System, Cancellation))
            {
                await log.Log.AppendAsync(AppendBatch.Of(Event()), Cancellation);
            }

            var ballast = Path.Combine(folder, "ballast");
            await using (var filling = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                Should.Throw<IOException>(() =>
                {
                    for (var i = 0; i < 10_000; i++)
                    {
                        filling.Write(new byte[4096]);
                    }
                });
            }

            (await Should.ThrowAsync<EventLogUnavailableException>(async () =>
            {
                await using var log = await SqliteEventStore.OpenAsync(folder, TimeProvider.System, Cancellation);
                await log.Log.AppendAsync(AppendBatch.Of(Event()), Cancellation);
            })).Code.ShouldBe("log.full");
            File.Delete(ballast);
            await using var again = await SqliteEventStore.OpenAsync(folder, TimeProvider.System, Cancellation);
            (await again.Log.AppendAsync(AppendBatch.Of(Event()), Cancellation)).ShouldBe(new AppendOutcome.Appended(new Position(2), new Position(2)));
        });
    }

    private static async Task OnSmallDisk(string size, Func<string, Task> test)
    {
        var folder = Directory.CreateTempSubdirectory("pharos-full-").FullName;
        Assert.SkipUnless(Run("mount", $"-t tmpfs -o size={size} tmpfs {folder}"), "mounting a small disk is refused here");
        try
        {
            await test(folder);
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
