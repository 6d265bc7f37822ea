using System.Diagnostics;
using System.Globalization;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Postgres;

namespace Pharos.Storage.Tests.Postgres;

[Trait("Category", "Slow")]
public sealed class KilledNodeTests(PostgresFixture server)
{
    private const string FolderVariable = "PHAROS_TEST_APPEND_UNTIL_KILLED_POSTGRES";
    private const string UrlVariable = "PHAROS_TEST_POSTGRES";
    private const int Appenders = 64;

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("PHAROS_FAULT_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_of_64_callers_the_log_has_everything_acknowledged_once()
    {
        var url = (await server.ServerAsync()).Url(await server.DatabaseAsync());
        var folder = Directory.CreateTempSubdirectory("pharos-kill-").FullName;
        var random = new Random(20261121);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await RunAndKill(folder, url, TimeSpan.FromMilliseconds(random.Next(20, 400)));
                await Check(folder, url);
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
        await using var store = await PostgresEventStore.OpenAsync(PostgresFixture.Address(Environment.GetEnvironmentVariable(UrlVariable)!), folder, TimeProvider.System, Cancellation);
        await using var notes = new FileStream(Notes(folder), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var noting = new SemaphoreSlim(1);
        var end = notes.Length;
        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(_ => Task.Run(
            async () =>
            {
                while (true)
                {
                    var correlation = CorrelationId.New(TimeProvider.System);
                    var first = Callers.Event(correlation);
                    await store.Log.AppendAsync(AppendBatch.Of(first, Callers.Event(correlation)), Cancellation);
                    await noting.WaitAsync(Cancellation);

                    // The write has left the process when it returns, so a kill cannot take it back.
                    await RandomAccess.WriteAsync(notes.SafeFileHandle, first.Id.Value.ToByteArray(), end, Cancellation);
                    end += 16;
                    noting.Release();
                }
            },
            Cancellation)));
    }

    private static async Task RunAndKill(string folder, string url, TimeSpan after)
    {
        var known = Length(folder);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(KilledNodeTests).Assembly.Location);
        }

        foreach (var argument in new[] { "--explicit", "only", "--filter-method", $"*{nameof(KilledNodeTests)}.{nameof(Append_until_killed)}" })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[FolderVariable] = folder;
        start.Environment[UrlVariable] = url;
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

    private static async Task Check(string folder, string url)
    {
        await using var store = await PostgresEventStore.OpenAsync(PostgresFixture.Address(url), folder, TimeProvider.System, Cancellation);
        var seen = new HashSet<Guid>();
        var batches = new Dictionary<Guid, int>();
        await foreach (var record in store.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            seen.Add(record.Id.Value).ShouldBeTrue("an event stands twice");
            batches[record.Correlation!.Value.Value] = batches.GetValueOrDefault(record.Correlation.Value.Value) + 1;
        }

        batches.Values.ShouldAllBe(size => size == 2, "a batch of two stands together or not at all");
        var notes = await File.ReadAllBytesAsync(Notes(folder), Cancellation);
        for (var i = 0; i + 16 <= notes.Length; i += 16)
        {
            seen.ShouldContain(new Guid(notes.AsSpan(i, 16)));
        }

        var report = await ChainVerifier.VerifyAsync(store.Log, cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        var head = (await File.ReadAllLinesAsync(Path.Combine(folder, "heads.log"), Cancellation))[^1].Split(' ');
        long.Parse(head[0], CultureInfo.InvariantCulture).ShouldBeLessThanOrEqualTo(report.Head.Value);
    }

    private static string Notes(string folder) => Path.Combine(folder, "acknowledged");

    private static long Length(string folder) => new FileInfo(Notes(folder)) is { Exists: true } notes ? notes.Length : 0;
}
