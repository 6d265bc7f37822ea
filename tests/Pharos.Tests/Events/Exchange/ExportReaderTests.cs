using System.Text;
using Pharos.Events;
using Pharos.Events.Exchange;

namespace Pharos.Tests.Events.Exchange;

public sealed class ExportReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_cut_is_noticed()
    {
        var export = await ExportAsync();
        for (var length = 0; length < export.Length - 1; length++)
        {
            (await ProblemAsync(export[..length])).ShouldNotBeNull($"cut at {length}");
        }
    }

    [Fact]
    public async Task Any_changed_byte_is_found_or_changes_nothing_that_is_read()
    {
        var export = await ExportAsync();
        var whole = await EventsAsync(export);
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var changed = export.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            if (await ProblemAsync(changed) is null)
            {
                (await EventsAsync(changed)).Select(record => record.Hash).ShouldBe(whole.Select(record => record.Hash));
            }
        }
    }

    [Fact]
    public async Task A_line_that_was_taken_out_is_found()
    {
        var lines = Encoding.UTF8.GetString(await ExportAsync()).Split('\n');
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var without = string.Join('\n', lines.Where((_, at) => at != i));
            (await ProblemAsync(Encoding.UTF8.GetBytes(without))).ShouldNotBeNull($"without line {i + 1}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"format\":\"other\"}")]
    [InlineData("{\"format\":\"pharos-export\",\"format\":\"pharos-export\"}")]
    public async Task What_is_no_export_is_refused(string text) => (await ProblemAsync(Encoding.UTF8.GetBytes(text))).ShouldNotBeNull();

    [Fact]
    public async Task A_newer_format_says_so()
    {
        var export = Encoding.UTF8.GetString(await ExportAsync()).Replace("\"version\":1,\"log\"", "\"version\":2,\"log\"", StringComparison.Ordinal);
        (await ProblemAsync(Encoding.UTF8.GetBytes(export)))!.Code.ShouldBe("export.version");
    }

    [Fact]
    public async Task Noise_never_ends_in_anything_but_a_refusal()
    {
        var random = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            (await ProblemAsync(noise)).ShouldNotBeNull();
        }
    }

    private static async Task<byte[]> ExportAsync()
    {
        await using var store = new InMemoryEventStore(TimeProvider.System);
        var blob = await store.Blobs.PutAsync("blob"u8.ToArray(), Cancellation);
        for (var i = 0; i < 4; i++)
        {
            var next = new NewEvent
            {
                Stream = StreamId.New("proposal", TimeProvider.System),
                Id = EventId.New(TimeProvider.System),
                Type = "a.happened",
                At = DateTimeOffset.UnixEpoch,
                Actor = new Actor(ActorKind.Agent, "a"),
                Payload = Encoding.UTF8.GetBytes(i % 2 == 0 ? "{\"a\":1}" : "{}\n"),
                Blobs = i == 1 ? [blob] : [],
            };
            await store.Log.AppendAsync(new AppendBatch([next], [], i == 2 ? new Operation(OperationId.New(TimeProvider.System), "h"u8.ToArray()) : null), Cancellation);
        }

        using var output = new MemoryStream();
        await new LogExport(store).WriteAsync(new ExportRange(), output, null, Cancellation);
        return output.ToArray();
    }

    private static async Task<ExportDamagedException?> ProblemAsync(byte[] export)
    {
        try
        {
            await EventsAsync(export);
            return null;
        }
        catch (ExportDamagedException problem)
        {
            return problem;
        }
    }

    private static async Task<List<EventRecord>> EventsAsync(byte[] export)
    {
        using var stream = new MemoryStream(export);
        var events = new List<EventRecord>();
        await foreach (var record in ExportReader.EventsAsync(stream, Cancellation))
        {
            events.Add(record);
        }

        return events;
    }
}
