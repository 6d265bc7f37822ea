using System.Text;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Events.Exchange;

namespace Pharos.Storage.Tests.Contract;

/// <summary>Exports, imports and archives on an engine. An engine's test class derives from this and opens its stores.</summary>
public abstract class ExchangeContract : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-exchange-").FullName;
    private readonly Random _random = new(4711);
    private IEventStore? _store;

    protected IEventStore Store => _store!;

    private protected SettableClock Clock { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens an empty store; asked again, another one.</summary>
    protected abstract Task<IEventStore> OpenAsync(TimeProvider clock);

    public async ValueTask InitializeAsync() => _store = await OpenAsync(Clock);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanUpAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_export_imported_into_an_empty_log_is_the_same_log_byte_for_byte()
    {
        await FillAsync(1500);
        var export = await ExportAsync(Store);
        await using var other = await OpenAsync(Clock);
        var report = (await ImportAsync(other, export)).ShouldBeOfType<ImportReport.Complete>();
        report.Added.ShouldBe(await HeadAsync(Store));
        (await ExportAsync(other)).ShouldBe(export);
        (await ChainVerifier.VerifyAsync(other.Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task An_imported_log_goes_on_as_the_first_would()
    {
        await FillAsync(20);
        var operation = new Operation(OperationId.New(Clock), "content"u8.ToArray());
        var batch = new AppendBatch([Event("\"once\"")], [], operation);
        await Store.Log.AppendAsync(batch, Cancellation);
        await using var other = await OpenAsync(Clock);
        await ImportAsync(other, await ExportAsync(Store));
        (await other.Log.AppendAsync(batch, Cancellation)).ShouldBe(new AppendOutcome.Duplicate(new Position(await HeadAsync(Store))));
        (await other.Log.AppendAsync(batch with { Operation = operation with { ContentHash = "other"u8.ToArray() } }, Cancellation)).ShouldBeOfType<AppendOutcome.Mismatch>();
        (await other.Log.AppendAsync(AppendBatch.Of(Event("1")), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        (await ChainVerifier.VerifyAsync(other.Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_later_export_continues_the_head_of_an_earlier_one()
    {
        await FillAsync(30);
        await using var other = await OpenAsync(Clock);
        await ImportAsync(other, await ExportAsync(Store, new ExportRange { To = new Position(12) }));
        (await HeadAsync(other)).ShouldBe(12);
        await ImportAsync(other, await ExportAsync(Store, new ExportRange { From = new Position(13) }));
        (await ExportAsync(other)).ShouldBe(await ExportAsync(Store));
    }

    [Fact]
    public async Task What_is_there_already_is_compared_and_passed_over()
    {
        await FillAsync(30);
        await using var other = await OpenAsync(Clock);
        var whole = await ExportAsync(Store);
        await ImportAsync(other, await ExportAsync(Store, new ExportRange { To = new Position(12) }));
        (await ImportAsync(other, whole)).ShouldBeOfType<ImportReport.Complete>().Added.ShouldBe(await HeadAsync(Store) - 12);
        (await ImportAsync(other, whole)).ShouldBeOfType<ImportReport.Complete>().Added.ShouldBe(0);
    }

    [Fact]
    public async Task Another_log_is_refused_and_nothing_is_written()
    {
        await FillAsync(10);
        await using var other = await OpenAsync(Clock);
        await other.Log.AppendAsync(AppendBatch.Of(Event("\"mine\"")), Cancellation);
        foreach (var range in (ExportRange[])[new(), new() { To = new Position(1) }, new() { From = new Position(2) }])
        {
            (await ImportAsync(other, await ExportAsync(Store, range))).ShouldBeOfType<ImportReport.Stopped>().Code.ShouldBe("import.diverged");
        }

        (await ImportAsync(other, await ExportAsync(Store, new ExportRange { From = new Position(5) }))).ShouldBeOfType<ImportReport.Stopped>().Code.ShouldBe("import.gap");
        (await ImportAsync(other, await ExportAsync(Store, new ExportRange { Type = "a.happened" }))).ShouldBeOfType<ImportReport.Stopped>().Code.ShouldBe("import.filtered");
        (await HeadAsync(other)).ShouldBe(1);
    }

    [Fact]
    public async Task A_cut_export_leaves_whole_groups_and_is_finished_by_the_whole_one()
    {
        await FillAsync(2500);
        var export = await ExportAsync(Store);
        await using var other = await OpenAsync(Clock);
        var stopped = (await ImportAsync(other, export[..(export.Length * 9 / 10)])).ShouldBeOfType<ImportReport.Stopped>();
        stopped.Code.ShouldBeOneOf("export.cut", "export.line");
        stopped.Head.Value.ShouldBe(2000);
        (await HeadAsync(other)).ShouldBe(2000);
        (await ImportAsync(other, export)).ShouldBeOfType<ImportReport.Complete>();
        (await ExportAsync(other)).ShouldBe(export);
    }

    [Fact]
    public async Task A_changed_line_is_found_before_its_group_is_committed()
    {
        await FillAsync(40);
        var lines = Encoding.UTF8.GetString(await ExportAsync(Store)).Split('\n');
        var at = Array.FindLastIndex(lines, line => line.Contains("\"a.happened\"", StringComparison.Ordinal));
        lines[at] = lines[at].Replace("\"a.happened\"", "\"b.happened\"", StringComparison.Ordinal);
        await using var other = await OpenAsync(Clock);
        var stopped = (await ImportAsync(other, Encoding.UTF8.GetBytes(string.Join('\n', lines)))).ShouldBeOfType<ImportReport.Stopped>();
        stopped.Code.ShouldBe("export.chain");
        stopped.Message.ShouldContain($"line {at + 1}");
        (await HeadAsync(other)).ShouldBe(0);
    }

    [Fact]
    public async Task Without_its_blobs_an_export_is_refused_where_they_are_missing()
    {
        await FillAsync(5);
        await using var other = await OpenAsync(Clock);
        (await ImportAsync(other, await ExportAsync(Store, new ExportRange { WithBlobs = false }))).ShouldBeOfType<ImportReport.Stopped>().Code.ShouldBe("import.blob-missing");
    }

    [Fact]
    public async Task An_archived_payload_is_in_its_segment_and_no_longer_in_the_log()
    {
        await FillAsync(2300);
        var head = await HeadAsync(Store);
        var before = await AllAsync(Store);
        var folder = Folder();
        var archived = (await Archive(folder).RunAsync(DateTimeOffset.MaxValue, null, Somebody, Cancellation)).ShouldBeOfType<ArchiveOutcome.Archived>();
        archived.Segment.Last.Value.ShouldBe(head);
        var after = await AllAsync(Store);
        after.Take((int)head).ShouldAllBe(record => LogArchive.Keeps(record) || record.Removed != null);
        (await ChainVerifier.VerifyAsync(Store.Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
        var payloads = new ArchivedPayloads(folder);
        foreach (var position in (int[])[1, 2, 999, 1000, 1001, 1002, 2300])
        {
            (await payloads.RestoreAsync(after[position - 1], Cancellation)).Payload.ToArray().ShouldBe(before[position - 1].Payload.ToArray(), $"{position}");
        }
    }

    [Fact]
    public async Task A_segment_verifies_alone_and_is_an_export_that_can_be_imported()
    {
        await FillAsync(50);
        var export = await ExportAsync(Store);
        var folder = Folder();
        var archived = (await Archive(folder).RunAsync(DateTimeOffset.MaxValue, null, Somebody, Cancellation)).ShouldBeOfType<ArchiveOutcome.Archived>();
        await using var other = await OpenAsync(Clock);
        await using var unpacked = ArchiveSegment.Unpack(folder.PathOf(archived.Segment.File));
        (await new LogImport(other).RunAsync(unpacked, null, Cancellation)).ShouldBeOfType<ImportReport.Complete>();
        (await ExportAsync(other)).ShouldBe(export);
    }

    [Fact]
    public async Task Blobs_go_with_their_events_into_the_segment()
    {
        await FillAsync(5);
        var folder = Folder();
        await Archive(folder).RunAsync(DateTimeOffset.MaxValue, null, Somebody, Cancellation);
        Clock.Advance(TimeSpan.FromHours(2));
        (await Store.Blobs.SweepAsync(TimeSpan.FromHours(1), Cancellation)).ShouldBeGreaterThan(0);
        (await Store.Blobs.GetAsync(Digest.Of(Blob), Cancellation)).ShouldBeNull();
        (await new ArchivedPayloads(folder).BlobAsync(Digest.Of(Blob), Cancellation))!.Value.ToArray().ShouldBe(Blob);
    }

    [Fact]
    public async Task Segments_follow_each_other_until_nothing_is_old_enough()
    {
        await FillAsync(30);
        var cutoff = Clock.GetUtcNow().AddSeconds(1);
        Clock.Advance(TimeSpan.FromDays(1));
        await Store.Log.AppendAsync(AppendBatch.Of(Event("\"new\"")), Cancellation);
        var archive = Archive(Folder(), new ArchiveLimits { SegmentEvents = 10, StepEvents = 4 });
        var last = 0L;
        for (var outcome = await archive.RunAsync(cutoff, null, Somebody, Cancellation); outcome is ArchiveOutcome.Archived archived; outcome = await archive.RunAsync(cutoff, null, Somebody, Cancellation))
        {
            archived.Segment.First.Value.ShouldBe(last + 1);
            last = archived.Segment.Last.Value;
        }

        last.ShouldBe(30);
        (await Store.Log.GetAsync(new Position(31), Cancellation))!.Removed.ShouldBeNull();
        (await ChainVerifier.VerifyAsync(Store.Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task What_states_are_folded_from_keeps_its_payload()
    {
        await FillAsync(3);
        await Store.Log.AppendAsync(AppendBatch.Of(Event("\"token\"") with { Stream = StreamId.New("tokens", Clock) }), Cancellation);
        await Archive(Folder()).RunAsync(DateTimeOffset.MaxValue, null, Somebody, Cancellation);
        (await Store.Log.GetAsync(new Position(4), Cancellation))!.Removed.ShouldBeNull();
        (await Store.Log.GetAsync(new Position(3), Cancellation))!.Removed.ShouldNotBeNull();
    }

    [Fact]
    public async Task Broken_off_after_any_step_nothing_is_lost_and_the_next_run_goes_on()
    {
        await FillAsync(25);
        var before = await AllAsync(Store);
        var folder = Folder();
        var limits = new ArchiveLimits { SegmentEvents = 10, StepEvents = 3 };
        for (var stopAfter = 1; stopAfter <= 12; stopAfter++)
        {
            var steps = 0;
            using var broken = new LogArchive(Store, folder, Clock, limits, _ => steps = steps == stopAfter - 1 ? throw new InjectedException() : steps + 1);
            await Should.ThrowAsync<InjectedException>(async () =>
            {
                while (await broken.RunAsync(DateTimeOffset.MaxValue, new Position(25), Somebody, Cancellation) is ArchiveOutcome.Archived)
                {
                }

                throw new InjectedException();
            });
            await EveryPayloadShouldBeReadableAsync(before, folder);
        }

        var archive = Archive(folder, limits);
        while (await archive.RunAsync(DateTimeOffset.MaxValue, new Position(25), Somebody, Cancellation) is ArchiveOutcome.Archived)
        {
        }

        (await archive.SegmentsAsync(Cancellation)).Sum(segment => segment.Last.Value - segment.First.Value + 1).ShouldBe(25);
        await EveryPayloadShouldBeReadableAsync(before, folder);
    }

    [Fact]
    public async Task Erasing_an_archived_event_takes_it_out_of_its_segment()
    {
        await FillAsync(12);
        var folder = Folder();
        var archive = Archive(folder);
        await archive.RunAsync(DateTimeOffset.MaxValue, null, Somebody, Cancellation);
        var position = new Position(7);
        await archive.EraseAsync(position, Somebody, async cancellation => await Store.Maintenance.RemovePayloadsAsync(new RemovalStep([position], PayloadRemoval.Erased, Event("\"erased\"")), cancellation), Cancellation);
        var record = (await Store.Log.GetAsync(position, Cancellation))!;
        record.Removed!.Kind.ShouldBe(PayloadRemoval.Erased);
        var segment = (await archive.SegmentsAsync(Cancellation)).ShouldHaveSingleItem();
        Digest.Of(await File.ReadAllBytesAsync(folder.PathOf(segment.File), Cancellation)).ShouldBe(segment.Sha256);
        var inSegment = (await (await ArchiveSegment.OpenAsync(folder.PathOf(segment.File), Cancellation)).FindAsync(position, Cancellation))!.Record;
        (inSegment.Payload.Length, inSegment.Removed).ShouldBe((0, record.Removed));
        await using var unpacked = ArchiveSegment.Unpack(folder.PathOf(segment.File));
        (await ChainVerifier.VerifyAsync(ExportReader.EventsAsync(unpacked, Cancellation), cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task An_archived_event_whose_segment_is_elsewhere_is_not_erased()
    {
        await FillAsync(12);
        var folder = Folder();
        var archive = Archive(folder);
        var archived = (ArchiveOutcome.Archived)await archive.RunAsync(DateTimeOffset.MaxValue, null, Somebody, Cancellation);
        File.Delete(folder.PathOf(archived.Segment.File));
        var refused = await Should.ThrowAsync<EventLogUnavailableException>(
            async () => await archive.EraseAsync<int>(new Position(7), Somebody, _ => throw new InjectedException(), Cancellation));
        refused.Code.ShouldBe("archive.elsewhere");
    }

    private static byte[] Blob { get; } = Encoding.UTF8.GetBytes(new string('x', 20_000));

    private static Actor Somebody { get; } = new(ActorKind.User, "admin");

    private ArchiveFolder Folder() => new(Path.Combine(_folder, "archive"));

    private LogArchive Archive(ArchiveFolder folder, ArchiveLimits? limits = null) => new(Store, folder, Clock, limits);

    private async Task EveryPayloadShouldBeReadableAsync(List<EventRecord> before, ArchiveFolder folder)
    {
        var payloads = new ArchivedPayloads(folder);
        foreach (var record in before)
        {
            var now = await payloads.RestoreAsync((await Store.Log.GetAsync(record.Position, Cancellation))!, Cancellation);
            now.Payload.ToArray().ShouldBe(record.Payload.ToArray(), $"{record.Position}");
        }

        (await ChainVerifier.VerifyAsync(Store.Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    // Every shape that an event takes: payloads with white space and line ends, absent and present fields, batches with operations, blobs, removed payloads.
    private async Task FillAsync(int events)
    {
        string[] payloads = ["{}", " {\"a\": 1.50}\n", "null", "\"ä\\u00e9\\n\"", "{\"b\":[1,2,\r\n3]}", "0", "\t[]"];
        var blob = await Store.Blobs.PutAsync(Blob, Cancellation);
        for (var written = 0; written < events;)
        {
            var batch = new List<NewEvent>();
            for (var i = Math.Min(events - written, 1 + _random.Next(7)); i > 0; i--, written++)
            {
                batch.Add(Event(payloads[_random.Next(payloads.Length)]) with
                {
                    Agent = _random.Next(2) == 0 ? null : "agent\"\\\u2028é",
                    Workspace = _random.Next(2) == 0 ? null : "/srv/äpp",
                    Schema = _random.Next(4),
                    Correlation = _random.Next(2) == 0 ? null : CorrelationId.New(Clock),
                    Causation = _random.Next(2) == 0 ? null : EventId.New(Clock),
                    Blobs = written % 100 == 0 ? [blob] : [],
                });
            }

            var operation = _random.Next(2) == 0 ? null : new Operation(OperationId.New(Clock), BitConverter.GetBytes(_random.NextInt64()));
            (await Store.Log.AppendAsync(new AppendBatch(batch, [], operation), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        }
    }

    private NewEvent Event(string payload) => new()
    {
        Stream = StreamId.New("proposal", Clock),
        Id = EventId.New(Clock),
        Type = "a.happened",
        At = Clock.GetUtcNow(),
        Actor = new Actor((ActorKind)(1 + _random.Next(3)), "somebody"),
        Payload = Encoding.UTF8.GetBytes(payload),
    };

    private static async Task<byte[]> ExportAsync(IEventStore store, ExportRange? range = null)
    {
        using var output = new MemoryStream();
        await new LogExport(store).WriteAsync(range ?? new ExportRange(), output, null, Cancellation);
        return output.ToArray();
    }

    private static async Task<ImportReport> ImportAsync(IEventStore store, byte[] export)
    {
        using var input = new MemoryStream(export);
        return await new LogImport(store).RunAsync(input, null, Cancellation);
    }

    private static async Task<long> HeadAsync(IEventStore store) => (await store.Log.HeadAsync(Cancellation)).Value;

    private static async Task<List<EventRecord>> AllAsync(IEventStore store)
    {
        var all = new List<EventRecord>();
        await foreach (var record in store.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            all.Add(record);
        }

        return all;
    }

    private sealed class InjectedException : Exception;
}
