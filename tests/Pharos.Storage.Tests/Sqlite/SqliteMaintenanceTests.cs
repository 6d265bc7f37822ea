using System.Text;
using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Storage.Sqlite;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Sqlite;

public sealed class SqliteMaintenanceTests : LogMaintenanceContract
{
    private readonly List<string> _folders = [];

    protected override async Task<IEventStore> OpenAsync()
    {
        _folders.Add(Directory.CreateTempSubdirectory("pharos-maintenance-").FullName);
        return await SqliteEventStore.OpenAsync(_folders[^1], TimeProvider.System, Cancellation);
    }

    protected override ValueTask CleanUpAsync()
    {
        _folders.ForEach(folder => Directory.Delete(folder, recursive: true));
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200_000)]
    public async Task No_file_holds_the_bytes_of_what_was_removed(int length)
    {
        const string secret = "AKIA-a-secret-that-must-go";
        await AppendAsync($"\"{secret}{new string('x', length)}\"", "\"another\"");
        FilesWith(secret).ShouldNotBeEmpty("else this proves nothing");
        await RemoveAsync(PayloadRemoval.Erased, 1);
        FilesWith(secret).ShouldBeEmpty();
        FilesWith("another").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_reader_in_the_way_is_reported_and_the_bytes_go_with_a_later_append()
    {
        const string secret = "AKIA-a-secret-that-must-go";
        await AppendAsync($"\"{secret}\"");
        await using (var reader = new SqliteConnection($"Data Source={Path.Combine(_folders[0], "log.db")};Mode=ReadOnly;Pooling=False"))
        {
            await reader.OpenAsync(Cancellation);
            await using var command = reader.CreateCommand();
            command.CommandText = "SELECT position FROM events";
            await using var rows = await command.ExecuteReaderAsync(Cancellation);
            (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
            await RemoveAsync(PayloadRemoval.Erased, 1);
            (await Store.InspectAsync(Cancellation)).ShouldContain(finding => finding.Code == "log.remains" && !finding.IsFailure);
        }

        await AppendAsync("1");
        FilesWith(secret).ShouldBeEmpty();
        (await Store.InspectAsync(Cancellation)).ShouldNotContain(finding => finding.Code == "log.remains");
    }

    [Fact]
    public async Task References_to_blobs_come_with_the_append_and_go_with_the_payload()
    {
        var (one, two) = (Digest.Of("1"u8), Digest.Of("2"u8));
        await Store.Log.AppendAsync(AppendBatch.Of(Event("a.happened") with { Blobs = [one, two, one] }, Event("a.happened") with { Blobs = [two] }), Cancellation);
        References().ShouldBe([(one, 1L), (two, 1L), (two, 2L)], ignoreOrder: true);
        await RemoveAsync(PayloadRemoval.Erased, 1);
        References().ShouldBe([(two, 2L)]);
    }

    [Theory]
    [InlineData("UPDATE events SET payload = x'', removed_kind = 3, removed_digest = zeroblob(32)")]
    [InlineData("UPDATE events SET payload = x'', removed_kind = NULL, removed_digest = zeroblob(32)")]
    [InlineData("UPDATE events SET payload = x'', removed_kind = 1")]
    [InlineData("UPDATE events SET payload = x'', removed_kind = 1, removed_digest = zeroblob(31)")]
    [InlineData("UPDATE events SET payload = x'00', removed_kind = 1, removed_digest = zeroblob(32)")]
    [InlineData("UPDATE events SET payload = x'', removed_kind = 1, removed_digest = zeroblob(32), agent = 'eve'")]
    [InlineData("UPDATE events SET payload = x'', removed_kind = 1, removed_digest = zeroblob(32), position = 9")]
    [InlineData("UPDATE events SET payload = x'', removed_kind = 1, removed_digest = zeroblob(32), hash = zeroblob(32)")]
    [InlineData("UPDATE events SET payload = x'32'")]
    public async Task The_table_lets_nothing_pass_but_a_removal(string sql)
    {
        await AppendAsync("1");
        Should.Throw<SqliteException>(() => Run(sql)).Message.ShouldContain("append-only");
    }

    [Theory]
    [InlineData("UPDATE events SET payload = x'31', removed_kind = NULL, removed_digest = NULL")]
    [InlineData("UPDATE events SET removed_kind = 2")]
    [InlineData("UPDATE events SET removed_digest = zeroblob(32)")]
    public async Task The_table_lets_nobody_take_an_erasure_back(string sql)
    {
        await AppendAsync("1");
        await RemoveAsync(PayloadRemoval.Erased, 1);
        Should.Throw<SqliteException>(() => Run(sql)).Message.ShouldContain("append-only");
    }

    private List<string> FilesWith(string text) =>
        [.. Directory.GetFiles(_folders[0]).Where(file => Path.GetFileName(file) != "pharos.lock" && ReadShared(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)];

    /// <summary>The bytes of a file that the store may have open. A rollback journal that SQLite took away since the folder was listed holds nothing any more.</summary>
    private static byte[] ReadShared(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    private List<(Digest Digest, long Position)> References()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT digest, position FROM blob_references";
        using var rows = command.ExecuteReader();
        var found = new List<(Digest, long)>();
        while (rows.Read())
        {
            found.Add((new Digest((byte[])rows.GetValue(0)), rows.GetInt64(1)));
        }

        return found;
    }

    private void Run(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folders[0], "log.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
