using System.Globalization;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Evidence;

namespace Pharos.Storage.Tests.Evidence;

public sealed class SqliteTamperingTests : IAsyncLifetime
{
    private TamperedLog _log = null!;

    public async ValueTask InitializeAsync() => _log = await TamperedLog.MakeAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_log_that_nobody_touched_holds()
    {
        var report = await _log.VerifyAsync();
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(12);
        report.Head.ShouldBe(new Position(12));
        report.Hash.ShouldBe((await _log.RecordsAsync())[^1].Hash);
        report.Checkpoints.ShouldBe(2);
        report.Keys.ShouldBe([_log.Signer.Key.Id]);
        report.Erased.ShouldBe(1);
        report.Anchors.ShouldBe(14);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("stream")]
    [InlineData("type")]
    [InlineData("actor")]
    [InlineData("agent")]
    [InlineData("workspace")]
    [InlineData("correlation")]
    [InlineData("causation")]
    [InlineData("operation")]
    [InlineData("payload")]
    [InlineData("leaf")]
    [InlineData("hash")]
    public async Task One_flipped_bit_of_bytes_is_found_and_named(string column)
    {
        Flip(column, 6);
        var found = (await _log.VerifyAsync()).Break.ShouldNotBeNull();
        found.Position.ShouldBe(new Position(6));
        found.Kind.ShouldBe(ChainBreakKind.EventChanged);
        found.Message.ShouldContain($"bit 0 of byte 1 of {column}");
    }

    [Theory]
    [InlineData("version", 3)]
    [InlineData("schema", 30)]
    [InlineData("schema", 40)]
    [InlineData("at", 0)]
    [InlineData("at", 62)]
    [InlineData("actor_kind", 1)]
    [InlineData("actor_kind", 4)]
    public async Task One_flipped_bit_of_a_number_is_found_and_named(string column, int bit)
    {
        _log.Tamper($"UPDATE events SET {column} = ({column} | {1L << bit}) - ({column} & {1L << bit}) WHERE position = 6");
        var found = (await _log.VerifyAsync()).Break.ShouldNotBeNull();
        found.Position.ShouldBe(new Position(6));
        found.Kind.ShouldBe(ChainBreakKind.EventChanged);
        found.Message.ShouldContain($"bit {bit} of the number {column}");
    }

    [Fact]
    public async Task A_flipped_bit_of_a_position_is_an_event_at_another_place()
    {
        _log.Tamper($"UPDATE events SET position = {6 + (1L << 33)} WHERE position = 6");
        Expect(await _log.VerifyAsync(), 6, ChainBreakKind.EventsReordered, $"stands at {6 + (1L << 33)} now");
    }

    [Fact]
    public async Task A_stream_moved_to_another_category_is_named()
    {
        _log.Tamper("UPDATE events SET stream = substr(stream, 1, 16) || (SELECT substr(stream, 17, 1) FROM events WHERE position = 1) WHERE position = 6; UPDATE events SET stream = CAST(stream AS BLOB) WHERE position = 6");
        Expect(await _log.VerifyAsync(), 6, ChainBreakKind.EventChanged, "it was proposal");
    }

    [Fact]
    public async Task A_category_that_nobody_knows_makes_a_row_unreadable()
    {
        _log.Tamper("UPDATE events SET stream = CAST(substr(stream, 1, 16) || x'63' AS BLOB) WHERE position = 6");
        Expect(await _log.VerifyAsync(), 6, ChainBreakKind.RowUnreadable, "stream");
    }

    [Theory]
    [InlineData("removed_kind = removed_kind + 2", ChainBreakKind.EventChanged)]
    [InlineData("removed_kind = NULL", ChainBreakKind.EventChanged)]
    [InlineData("removed_kind = 2", ChainBreakKind.ErasedWithoutRecord)]
    [InlineData("removed_digest = zeroblob(32)", ChainBreakKind.EventChanged)]
    [InlineData("removed_digest = NULL", ChainBreakKind.EventChanged)]
    [InlineData("payload = CAST('{\"n\":1}' AS BLOB)", ChainBreakKind.EventChanged)]
    [InlineData("payload = CAST('{\"n\":1}' AS BLOB), removed_kind = NULL", ChainBreakKind.EventChanged)]
    public async Task The_mark_of_a_removed_payload_cannot_be_changed(string change, ChainBreakKind kind)
    {
        _log.Tamper($"UPDATE events SET {change} WHERE position = 3");
        Expect(await _log.VerifyAsync(), 3, kind);
    }

    [Fact]
    public async Task Putting_the_erased_bytes_back_leaves_nothing_to_find_but_the_record_of_their_erasure()
    {
        // The leaf fits again; what was said to be erased is not secret to whoever can put it back.
        _log.Tamper("UPDATE events SET payload = CAST('{\"n\":1}' AS BLOB), removed_kind = NULL, removed_digest = NULL WHERE position = 3");
        (await _log.VerifyAsync()).ShouldSatisfyAllConditions(report => report.Break.ShouldBeNull(), report => report.Erased.ShouldBe(0));
    }

    [Theory]
    [InlineData("payload = CAST('{\"n\":2345}' AS BLOB)")]
    [InlineData("agent = 'somebody-else'")]
    [InlineData("agent = NULL")]
    [InlineData("at = 9223372036854775807")]
    [InlineData("id = x'00'")]
    [InlineData("hash = zeroblob(32)")]
    [InlineData("leaf = zeroblob(32)")]
    [InlineData("hash = x''")]
    public async Task A_replaced_value_is_a_changed_event(string change)
    {
        _log.Tamper($"UPDATE events SET {change} WHERE position = 7");
        Expect(await _log.VerifyAsync(), 7, ChainBreakKind.EventChanged);
    }

    [Fact]
    public async Task An_operation_s_key_that_was_changed_is_noticed_though_no_leaf_holds_it()
    {
        _log.Tamper("UPDATE events SET operation_key = zeroblob(24) WHERE position = 7");
        Expect(await _log.VerifyAsync(), 7, ChainBreakKind.EventChanged, "operation_key");
    }

    [Theory]
    [InlineData("payload = 'a text'")]
    [InlineData("payload = 7")]
    [InlineData("stream = x'00'")]
    [InlineData("version = 'x'")]
    [InlineData("agent = x'00'")]
    public async Task A_value_that_no_event_has_makes_a_row_unreadable(string change)
    {
        _log.Tamper($"UPDATE events SET {change} WHERE position = 8");
        Expect(await _log.VerifyAsync(), 8, ChainBreakKind.RowUnreadable);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    public async Task A_deleted_row_is_missing(long position)
    {
        _log.Tamper($"DELETE FROM events WHERE position = {position}");
        Expect(await _log.VerifyAsync(), position, ChainBreakKind.EventMissing);
    }

    [Fact]
    public async Task Deleted_rows_that_the_next_ones_move_up_to_are_reordered_events()
    {
        _log.Tamper("DELETE FROM events WHERE position = 6; UPDATE events SET position = position - 1 WHERE position > 6");
        Expect(await _log.VerifyAsync(), 6, ChainBreakKind.EventsReordered, "was appended at 7");
    }

    [Fact]
    public async Task Two_rows_that_changed_places_are_reordered()
    {
        _log.Tamper("UPDATE events SET position = -position WHERE position IN (6,7); UPDATE events SET position = 13 + position WHERE position < 0");
        Expect(await _log.VerifyAsync(), 6, ChainBreakKind.EventsReordered, "was appended at 7");
    }

    [Fact]
    public async Task A_row_before_the_first_is_no_event()
    {
        _log.Tamper("UPDATE events SET position = -3 WHERE position = 12");
        Expect(await _log.VerifyAsync(), -3, ChainBreakKind.RowUnreadable);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_tail_that_was_cut_is_shorter_than_its_heads_or_checkpoints(bool withHeads, bool withCheckpoints)
    {
        _log.Tamper("DELETE FROM events WHERE position > 7");
        Expect(await _log.VerifyAsync(withHeads: withHeads, withCheckpoints: withCheckpoints), 8, ChainBreakKind.TailCut);
    }

    [Fact]
    public async Task A_cut_tail_that_nothing_outside_remembers_shows_only_in_an_erasure_without_record()
    {
        _log.Tamper("DELETE FROM events WHERE position > 7");
        Expect(await _log.VerifyAsync(withHeads: false, withCheckpoints: false), 3, ChainBreakKind.ErasedWithoutRecord);
    }

    [Fact]
    public async Task A_log_that_was_emptied_is_a_cut_tail()
    {
        _log.Tamper("DELETE FROM events");
        Expect(await _log.VerifyAsync(), 1, ChainBreakKind.TailCut);
    }

    [Theory]
    [InlineData(true, false, 7)]
    [InlineData(false, true, 9)]
    public async Task Rewritten_history_with_a_recomputed_chain_does_not_fit_what_is_kept_outside(bool withHeads, bool withCheckpoints, long position)
    {
        _log.Tamper("UPDATE events SET payload = CAST('{\"n\":9}' AS BLOB) WHERE position = 7");
        await _log.RecomputeFromAsync(7);
        Expect(await _log.VerifyAsync(withHeads: withHeads, withCheckpoints: withCheckpoints), position, ChainBreakKind.HistoryRewritten);
    }

    [Fact]
    public async Task Rewritten_history_does_not_fit_the_checkpoints_that_are_events_either()
    {
        _log.Tamper("UPDATE events SET payload = CAST('{\"n\":9}' AS BLOB) WHERE position = 7");
        await _log.RecomputeFromAsync(7);
        Expect(await _log.VerifyAsync(withHeads: false, withCheckpoints: false), 9, ChainBreakKind.HistoryRewritten, "as an event at 10");
    }

    [Fact]
    public async Task A_log_that_was_written_anew_as_a_whole_is_not_the_one_that_is_remembered()
    {
        System.IO.File.Delete(_log.LogPath);
        var heads = HeadsReader.Read(_log.HeadsPath);
        var checkpoints = _log.Checkpoints.Read();
        System.IO.File.Delete(_log.HeadsPath);
        System.IO.File.Delete(_log.Checkpoints.Path);
        await _log.FillAsync(TestContext.Current.CancellationToken);
        Expect(await _log.VerifyAsync(options => options with { Heads = heads, Checkpoints = checkpoints }), 1, ChainBreakKind.HistoryRewritten);
        Expect(await _log.VerifyAsync(options => options with { Checkpoints = checkpoints }), 1, ChainBreakKind.HistoryRewritten);
    }

    [Theory]
    [InlineData("\"position\":9", "\"position\":8", 8)]
    [InlineData("2026-11-21T03:30:00", "2026-11-21T03:31:00", 9)]
    [InlineData("\"signature\":\"M", "\"signature\":\"N", 9)]
    public async Task A_forged_line_of_the_checkpoint_file_is_found(string from, string to, long position)
    {
        var lines = await System.IO.File.ReadAllLinesAsync(_log.Checkpoints.Path, TestContext.Current.CancellationToken);
        lines[1].ShouldContain(from);
        lines[1] = lines[1].Replace(from, to, StringComparison.Ordinal);
        await System.IO.File.WriteAllLinesAsync(_log.Checkpoints.Path, lines, TestContext.Current.CancellationToken);
        Expect(await _log.VerifyAsync(), position, ChainBreakKind.CheckpointForged, "line 2 of checkpoints.jsonl");
    }

    [Fact]
    public async Task A_line_that_is_no_checkpoint_is_forged()
    {
        await System.IO.File.AppendAllTextAsync(_log.Checkpoints.Path, "{\"v\":1}\n", TestContext.Current.CancellationToken);
        Expect(await _log.VerifyAsync(), 9, ChainBreakKind.CheckpointForged, "line 3");
    }

    [Fact]
    public async Task Half_a_line_that_a_power_failure_left_says_nothing()
    {
        await System.IO.File.AppendAllTextAsync(_log.Checkpoints.Path, "{\"v\":1,\"log\":\"ab", TestContext.Current.CancellationToken);
        (await _log.VerifyAsync()).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_checkpoint_of_another_key_is_refused()
    {
        using var other = CheckpointSigner.TryOfPem(CheckpointSigner.NewPem())!;
        var records = await _log.RecordsAsync();
        _log.Checkpoints.Append(other.Sign(records[0].Hash, new Position(11), records[10].Hash, DateTimeOffset.UnixEpoch, new Position(1)));
        Expect(await _log.VerifyAsync(), 11, ChainBreakKind.KeyUnknown, other.Key.Id);
    }

    [Fact]
    public async Task Only_the_key_that_was_asked_for_is_trusted()
    {
        using var other = CheckpointSigner.TryOfPem(CheckpointSigner.NewPem())!;
        Expect(await _log.VerifyAsync(options => options with { Key = other.Key }), 4, ChainBreakKind.KeyUnknown);
        (await _log.VerifyAsync(options => options with { Key = _log.Signer.Key })).Break.ShouldBeNull();
    }

    [Fact]
    public async Task An_erasure_that_no_event_names_is_found()
    {
        var digest = HashChain.PayloadOf((await _log.RecordsAsync())[5]);
        _log.Tamper($"UPDATE events SET payload = x'', removed_kind = 1, removed_digest = x'{digest}' WHERE position = 6");
        Expect(await _log.VerifyAsync(), 6, ChainBreakKind.ErasedWithoutRecord);
    }

    [Fact]
    public async Task A_removal_before_a_break_is_not_blamed_when_its_record_stands_behind_the_break()
    {
        _log.Tamper("UPDATE events SET agent = 'eve' WHERE position = 5");
        Expect(await _log.VerifyAsync(), 5, ChainBreakKind.EventChanged);
    }

    [Theory]
    [InlineData(6, "heads.log at 5", 6)]
    [InlineData(10, "The checkpoint of line 2 of checkpoints.jsonl at 9", 10)]
    public async Task Verification_begins_from_the_nearest_anchor(long from, string anchor, long first)
    {
        var withHeads = anchor.StartsWith("heads", StringComparison.Ordinal);
        var report = await _log.VerifyAsync(options => options with { From = new Position(from) }, withHeads: withHeads, withCheckpoints: !withHeads);
        report.Break.ShouldBeNull();
        report.AnchoredOn.ShouldBe(anchor);
        report.First.ShouldBe(new Position(first));
    }

    [Fact]
    public async Task Without_an_anchor_the_stored_hash_is_trusted_and_said_so()
    {
        var report = await _log.VerifyAsync(options => options with { From = new Position(6) }, withHeads: false, withCheckpoints: false);
        report.Break.ShouldBeNull();
        report.AnchoredOn.ShouldBe("The stored hash at 5");
        report.Events.ShouldBe(7);
    }

    [Fact]
    public async Task What_was_changed_before_the_beginning_is_not_looked_at()
    {
        _log.Tamper("UPDATE events SET agent = 'eve' WHERE position = 2");
        (await _log.VerifyAsync(options => options with { From = new Position(6) })).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_rewritten_anchor_is_found_when_verification_begins_behind_it()
    {
        _log.Tamper("UPDATE events SET agent = 'eve' WHERE position = 2");
        await _log.RecomputeFromAsync(2);
        Expect(await _log.VerifyAsync(options => options with { From = new Position(10) }), 9, ChainBreakKind.HistoryRewritten);
    }

    [Fact]
    public async Task Damaged_bytes_of_the_file_are_said_in_words()
    {
        _log.Tamper("PRAGMA wal_checkpoint(TRUNCATE)");
        var pages = new FileInfo(_log.LogPath).Length / 4096;
        var kinds = new List<string>();
        for (var page = 0; page < pages; page++)
        {
            var bytes = await System.IO.File.ReadAllBytesAsync(_log.LogPath, TestContext.Current.CancellationToken);
            var whole = (byte[])bytes.Clone();
            bytes.AsSpan(page * 4096, 64).Fill(0xA5);
            await System.IO.File.WriteAllBytesAsync(_log.LogPath, bytes, TestContext.Current.CancellationToken);
            try
            {
                kinds.Add((await _log.VerifyAsync()).Break?.Kind.ToString() ?? "holds");
            }
            catch (EventLogUnavailableException problem)
            {
                problem.Code.ShouldBeOneOf("log.corrupt", "log.io");
                kinds.Add(problem.Code);
            }

            await System.IO.File.WriteAllBytesAsync(_log.LogPath, whole, TestContext.Current.CancellationToken);
        }

        kinds.ShouldContain("log.corrupt");
        kinds.ShouldContain(kind => kind != "holds" && kind != "log.corrupt");
    }

    [Fact]
    public async Task Verifying_writes_nothing()
    {
        var before = Files().ToList();
        await _log.VerifyAsync();
        Files().ShouldBe(before);

        // Readers of a database in this mode take their places in its shared memory, a file that holds nothing else.
        IEnumerable<(string File, DateTime Written, long Length)> Files() => Directory.GetFiles(_log.Folder)
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)).Order().Select(file => (file, System.IO.File.GetLastWriteTimeUtc(file), new FileInfo(file).Length));
    }

    private static void Expect(VerifyReport report, long position, ChainBreakKind kind, string message = "")
    {
        var found = report.Break.ShouldNotBeNull();
        found.Kind.ShouldBe(kind, found.Message);
        found.Position.ShouldBe(new Position(position), found.Message);
        found.Message.ShouldContain(message);
        report.Head.Value.ShouldBeLessThan(Math.Max(1, position));
    }

    // Flips the lowest bit of the second byte of a column, whatever the column's kind is.
    private void Flip(string column, long position)
    {
        var hex = "";
        _log.Ask($"SELECT hex({column}), typeof({column}) FROM events WHERE position = {position}", row => hex = $"{row.GetString(1)}:{row.GetString(0)}");
        var bytes = Convert.FromHexString(hex[(hex.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        bytes[1] ^= 1;
        var kind = hex.StartsWith("text", StringComparison.Ordinal) ? "TEXT" : "BLOB";
        _log.Tamper(string.Create(CultureInfo.InvariantCulture, $"UPDATE events SET {column} = CAST(x'{Convert.ToHexString(bytes)}' AS {kind}) WHERE position = {position}"));
    }
}
