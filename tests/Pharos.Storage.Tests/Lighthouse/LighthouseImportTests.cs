using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Lighthouse;

namespace Pharos.Storage.Tests.Lighthouse;

public sealed class LighthouseImportTests : IAsyncLifetime
{
    private const string Secret = "a secret of theirs";
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-lighthouse-").FullName;
    private readonly InMemoryEventStore _store = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_record_becomes_an_event_that_holds_all_of_it()
    {
        var correlation = Guid.Parse("0199a6f0-0000-7000-8000-000000000009");
        var report = await ImportAsync(await FileAsync("events_000001.log", Record(1, ("correlation_id", correlation.ToString()))), Secret);
        (report.Added, report.Damaged, report.Unverified).ShouldBe((1, 0, 0));
        var record = (await AllAsync()).ShouldHaveSingleItem();
        record.Type.ShouldBe("lighthouse.command-executed");
        record.At.ShouldBe(new DateTimeOffset(2025, 9, 1, 12, 0, 1, TimeSpan.Zero));
        record.Actor.ShouldBe(new Actor(ActorKind.Agent, "builder-1"));
        record.Agent.ShouldBe("builder-1");
        record.Correlation.ShouldBe(new CorrelationId(correlation));
        using var payload = JsonDocument.Parse(record.Payload);
        payload.RootElement.GetProperty("verified").GetBoolean().ShouldBeTrue();
        payload.RootElement.GetProperty("file").GetString().ShouldBe("events_000001.log");
        payload.RootElement.GetProperty("event").GetProperty("event_id").GetString().ShouldBe("1_1_lighthouse-01");
        payload.RootElement.GetProperty("event").GetProperty("data").GetProperty("command").GetString().ShouldBe("ls");
    }

    [Fact]
    public async Task Importing_twice_adds_nothing_twice_in_whatever_form()
    {
        var records = Enumerable.Range(1, 300).SelectMany(i => Record(i)).ToArray();
        (await ImportAsync(await FileAsync("events_000001.log", records), Secret)).Added.ShouldBe(300);
        (await ImportAsync(await FileAsync("again.log", records), null)).ShouldSatisfyAllConditions(again => again.Added.ShouldBe(0), again => again.Known.ShouldBe(300));
        (await ImportAsync(await FileAsync("events.json", Encoding.UTF8.GetBytes(Json(7))), null)).ShouldSatisfyAllConditions(again => again.Added.ShouldBe(0), again => again.Known.ShouldBe(1));
        (await AllAsync()).Select(record => record.At).ShouldBeInOrder();
        (await ChainVerifier.VerifyAsync(_store.Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_packed_file_is_the_same_file()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Record(1), Cancellation);
        }

        (await ImportAsync(await FileAsync("events_000001.log.gz", packed.ToArray()), Secret)).Added.ShouldBe(1);
    }

    [Theory]
    [InlineData("{0}\n{1}\n")]
    [InlineData("[{0},{1}]")]
    [InlineData("[\n  {0} ,\n  {1}\n]\n")]
    [InlineData("{0}{1}")]
    public async Task Their_JSON_is_read_as_lines_and_as_an_array(string form)
    {
        var text = form.Replace("{0}", Json(1), StringComparison.Ordinal).Replace("{1}", Json(2), StringComparison.Ordinal);
        var report = await ImportAsync(await FileAsync("events.json", Encoding.UTF8.GetBytes(text)), null);
        (report.Added, report.Damaged, report.Unverified).ShouldBe((2, 0, 2));
    }

    [Fact]
    public async Task Without_the_secret_events_say_that_nobody_verified_them()
    {
        var report = await ImportAsync(await FileAsync("events_000001.log", Record(1)), null);
        report.Unverified.ShouldBe(1);
        using var payload = JsonDocument.Parse((await AllAsync())[0].Payload);
        payload.RootElement.GetProperty("verified").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_record_with_a_wrong_HMAC_stops_the_import_with_its_place()
    {
        byte[] file = [.. Record(1), .. PackedMap.Record(Data(2), "another secret"), .. Record(3)];
        var import = new LighthouseImport(_store.Log, Encoding.UTF8.GetBytes(Secret), skipsDamaged: false);
        (await import.RunAsync(await FileAsync("events_000001.log", file), null, Cancellation)).ShouldBeFalse();
        import.Report.Added.ShouldBe(1);
        var damage = import.Report.Damages.ShouldHaveSingleItem();
        (damage.File, damage.Offset).ShouldBe(("events_000001.log", Record(1).Length));
    }

    [Fact]
    public async Task Skipping_goes_on_behind_it_and_counts()
    {
        byte[] file = [.. Record(1), .. PackedMap.Record(Data(2), "another secret"), .. Record(3)];
        var report = await ImportAsync(await FileAsync("events_000001.log", file), Secret);
        (report.Added, report.Damaged).ShouldBe((2, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flipped_bit_in_a_length_costs_one_record_and_not_the_rest(bool hasSecret)
    {
        byte[] file = [.. Record(1), .. Record(2), .. Record(3), .. Record(4)];
        file[Record(1).Length] ^= 0x40;
        var report = await ImportAsync(await FileAsync("events_000001.log", file), hasSecret ? Secret : null);
        (report.Added, report.Damaged).ShouldBe((3, 1));
        report.Damages[0].ShouldBe(new LighthouseDamage("events_000001.log", Record(1).Length, Record(2).Length, report.Damages[0].Why));
    }

    [Fact]
    public async Task A_cut_file_gives_what_it_has_and_says_where_it_ends()
    {
        byte[] file = [.. Record(1), .. Record(2)[..50]];
        var report = await ImportAsync(await FileAsync("events_000001.log", file), Secret);
        (report.Added, report.Damaged).ShouldBe((1, 1));
        report.Damages[0].Offset.ShouldBe(Record(1).Length);
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("event_id")]
    [InlineData("event_type")]
    public async Task A_record_without_what_an_event_needs_is_damaged(string missing)
    {
        var text = Json(1).Replace($"\"{missing}\"", "\"other\"", StringComparison.Ordinal);
        var report = await ImportAsync(await FileAsync("events.json", Encoding.UTF8.GetBytes(text + "\n" + Json(2))), null);
        (report.Added, report.Damaged).ShouldBe((1, 1));
        report.Damages[0].Why.ShouldContain(missing);
    }

    [Fact]
    public async Task An_id_that_was_given_twice_loses_no_event()
    {
        var other = Json(1).Replace("\"ls\"", "\"pwd\"", StringComparison.Ordinal);
        var file = await FileAsync("events.json", Encoding.UTF8.GetBytes(Json(1) + "\n" + other));
        (await ImportAsync(file, null)).Added.ShouldBe(2);
        (await ImportAsync(file, null)).Added.ShouldBe(0);
    }

    [Fact]
    public async Task A_secret_in_their_data_is_masked_as_everywhere()
    {
        const string secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
        await ImportAsync(await FileAsync("events.json", Encoding.UTF8.GetBytes(Json(1).Replace("\"ls\"", $"\"echo {secret}\"", StringComparison.Ordinal))), null);
        Encoding.UTF8.GetString((await AllAsync())[0].Payload.Span).ShouldNotContain(secret);
    }

    [Theory]
    [InlineData("command_received", "lighthouse.command-received")]
    [InlineData("COMMAND_RECEIVED", "lighthouse.command-received")]
    [InlineData("__x  y__", "lighthouse.x-y")]
    [InlineData("", "lighthouse.unknown")]
    [InlineData("é", "lighthouse.unknown")]
    public void A_type_is_made_valid(string theirs, string ours) => LighthouseEvent.TypeOf(theirs).ShouldBe(ours);

    [Fact]
    public void A_type_is_never_longer_than_a_type_may_be() => LighthouseEvent.TypeOf(new string('a', 500)).Length.ShouldBe(EventLimits.TypeLength);

    [Fact]
    public async Task Any_bytes_are_read_to_their_end_without_a_failure()
    {
        var random = new Random(99);
        byte[] good = [.. Record(1), .. Record(2)];
        for (var i = 0; i < 200; i++)
        {
            var noise = good.ToArray();
            for (var flips = random.Next(1, 20); flips > 0; flips--)
            {
                noise[random.Next(noise.Length)] = (byte)random.Next(256);
            }

            await ImportAsync(await FileAsync("noise.log", noise[..random.Next(1, noise.Length)]), random.Next(2) == 0 ? Secret : null);
        }
    }

    private static byte[] Record(int number, params (string, object?)[] more) => PackedMap.Record(Data(number, more), Secret);

    private static byte[] Data(int number, params (string, object?)[] more) => PackedMap.Of(
    [
        ("event_id", $"{number}_{number}_lighthouse-01"),
        ("sequence", number),
        ("event_type", "command_executed"),
        ("aggregate_id", "project"),
        ("timestamp", Time(number)),
        ("source_agent", "builder-1"),
        ("data", PackedMap.Of(("command", "ls"))),
        .. more,
    ]);

    private static string Json(int number) =>
        $$"""{"event_id":"{{number}}_{{number}}_lighthouse-01","sequence":{{number}},"event_type":"command_executed","aggregate_id":"project","timestamp":"{{Time(number)}}","source_agent":"builder-1","data":{"command":"ls"} }""";

    private static string Time(int number) => new DateTimeOffset(2025, 9, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(number).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<ImportFile> FileAsync(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, content, Cancellation);
        return await ImportFile.LookAsync(path, Cancellation);
    }

    private async Task<LighthouseReport> ImportAsync(ImportFile file, string? secret)
    {
        var import = new LighthouseImport(_store.Log, secret is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(secret), skipsDamaged: true);
        (await import.RunAsync(file, null, Cancellation)).ShouldBeTrue();
        return import.Report;
    }

    private async Task<List<EventRecord>> AllAsync()
    {
        var all = new List<EventRecord>();
        await foreach (var record in _store.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            all.Add(record);
        }

        return all;
    }
}
