using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Storage.Sqlite;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Indexing;

public sealed class SqliteQueryTests : EventQueryContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-index-").FullName;

    private string IndexPath => Path.Combine(_folder, "index.db");

    protected override async Task<IEventStore> OpenAsync() => await SqliteEventStore.OpenAsync(_folder, TimeProvider.System, Cancellation);

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("PRAGMA user_version=99")]
    [InlineData("PRAGMA user_version=-1")]
    [InlineData("DROP TABLE postings")]
    [InlineData("DROP TABLE state")]
    [InlineData("ALTER TABLE zones DROP COLUMN max_at")]
    [InlineData("UPDATE state SET hash = zeroblob(32)")]
    [InlineData("UPDATE state SET hash = x'00'")]
    [InlineData("UPDATE state SET hash = 'a text'")]
    [InlineData("UPDATE state SET position = 99999")]
    [InlineData("UPDATE state SET position = -3")]
    [InlineData("UPDATE postings SET positions = x'8181'")]
    [InlineData("UPDATE postings SET positions = 'a text'")]
    [InlineData("UPDATE postings SET first = -first")]
    [InlineData("UPDATE zones SET first = first + 1")]
    public async Task An_index_that_was_changed_is_made_anew(string sql)
    {
        await AppendAll(QuerySamples.Events(2500, seed: 1));
        await Pages(new EventQuery { Type = "log.read" });
        await Store.DisposeAsync();
        Change(sql);
        await ShouldAnswerAfterReopening();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(9000)]
    public async Task A_file_that_is_no_database_is_made_anew(int kept)
    {
        await AppendAll(QuerySamples.Events(2500, seed: 1));
        await Pages(new EventQuery { Type = "log.read" });
        await Store.DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(IndexPath, Cancellation);
        Array.Fill(bytes, (byte)'x', kept, bytes.Length - kept);
        await File.WriteAllBytesAsync(IndexPath, bytes, Cancellation);
        await ShouldAnswerAfterReopening();
    }

    [Fact]
    public async Task A_file_that_is_gone_is_made_anew()
    {
        await AppendAll(QuerySamples.Events(2500, seed: 1));
        await Pages(new EventQuery { Type = "log.read" });
        await Store.DisposeAsync();
        File.Delete(IndexPath);
        await ShouldAnswerAfterReopening();
    }

    [Fact]
    public async Task The_index_of_another_log_is_made_anew()
    {
        var other = Directory.CreateTempSubdirectory("pharos-index-");
        await using (var store = await SqliteEventStore.OpenAsync(other.FullName, TimeProvider.System, Cancellation))
        {
            foreach (var batch in QuerySamples.Events(2500, seed: 2).Chunk(500))
            {
                await store.Log.AppendAsync(AppendBatch.Of(batch), Cancellation);
            }

            await store.Log.QueryAsync(new EventQuery { Type = "log.read" }, Cancellation);
        }

        await AppendAll(QuerySamples.Events(2500, seed: 1));
        await Pages(new EventQuery { Type = "log.read" });
        await Store.DisposeAsync();
        File.Copy(Path.Combine(other.FullName, "index.db"), IndexPath, overwrite: true);
        other.Delete(recursive: true);
        await ShouldAnswerAfterReopening();
    }

    [Fact]
    public async Task An_index_that_lies_shows_no_wrong_event()
    {
        await AppendAll(Enumerable.Range(0, 100).Select(i => Event(i % 2 == 0 ? "a.happened" : "b.happened") with { At = QuerySamples.Start.AddSeconds(i) }));
        await Pages(new EventQuery { Type = "a.happened" });
        await Store.DisposeAsync();
        Change("UPDATE terms SET number = 3 - number WHERE field = 1; UPDATE zones SET min_at = 0, max_at = 9e18");
        await using var again = await OpenAsync();
        (await QuerySamples.Pages(again.Log, new EventQuery { Type = "a.happened" }, Cancellation)).ShouldBeEmpty();
        (await QuerySamples.Pages(again.Log, new EventQuery { From = QuerySamples.Start.AddSeconds(98) }, Cancellation)).Select(record => record.Position.Value).ShouldBe([99, 100]);

        await again.Index.RebuildAsync(cancellationToken: Cancellation);
        (await QuerySamples.Pages(again.Log, new EventQuery { Type = "a.happened" }, Cancellation)).Count.ShouldBe(50);
    }

    [Fact]
    public async Task An_index_goes_on_where_it_stood()
    {
        await AppendAll(QuerySamples.Events(1000, seed: 1));
        await Pages(new EventQuery { Type = "log.read" });
        await Store.DisposeAsync();
        var stood = Ask("SELECT position FROM state");
        stood.ShouldBe(1000);
        Change("CREATE TABLE still_the_same (x)");
        await using (var again = await OpenAsync())
        {
            await again.Log.AppendAsync(AppendBatch.Of(Event("z.happened")), Cancellation);
            (await again.Log.QueryAsync(new EventQuery { Type = "z.happened" }, Cancellation)).Events.Single().Position.ShouldBe(new Position(1001));
        }

        Ask("SELECT count(*) FROM still_the_same").ShouldBe(0);
        Ask("SELECT position FROM state").ShouldBe(1001);
    }

    [Fact]
    public async Task An_index_made_at_once_equals_one_made_event_by_event()
    {
        foreach (var next in QuerySamples.Events(1500, seed: 1))
        {
            await Append(next);
            if (next.Type == "log.read")
            {
                await Pages(new EventQuery { Type = "log.read" });
            }
        }

        await Pages(new EventQuery { Type = "log.read" });
        await Store.DisposeAsync();
        var before = Content();
        await using (var again = await OpenAsync())
        {
            await again.Index.RebuildAsync(cancellationToken: Cancellation);
        }

        Content().ShouldBe(before);
    }

    [Fact]
    public async Task The_file_is_for_its_owner_only()
    {
        await Append("a.happened");
        await Pages(new EventQuery { Type = "a.happened" });
        foreach (var name in new[] { IndexPath, IndexPath + "-wal" })
        {
            File.GetUnixFileMode(name).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, name);
        }
    }

    [Fact]
    public async Task Rebuilding_while_others_search_and_append_disturbs_nobody()
    {
        await AppendAll(QuerySamples.Events(3000, seed: 1));
        var searching = Enumerable.Range(0, 4).Select(worker => Task.Run(
            async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    await Append(Event("z.happened") with { Agent = $"agent-{worker}" });
                    (await Log.QueryAsync(new EventQuery { Agent = $"agent-{worker}" }, Cancellation)).Events.Count.ShouldBe(i + 1);
                }
            },
            Cancellation)).ToList();
        for (var i = 0; i < 5; i++)
        {
            await Store.Index.RebuildAsync(cancellationToken: Cancellation);
        }

        await Task.WhenAll(searching);
        (await Pages(new EventQuery { Type = "z.happened" })).Count.ShouldBe(80);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task An_index_that_cannot_be_written_fails_searches_and_nothing_else()
    {
        await Store.DisposeAsync();
        File.Delete(IndexPath);
        Directory.CreateDirectory(IndexPath);
        await using var again = await OpenAsync();
        (await again.Log.AppendAsync(AppendBatch.Of(Event("a.happened")), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        (await again.Log.QueryAsync(new EventQuery(), Cancellation)).Events.Count.ShouldBe(1);
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await again.Log.QueryAsync(new EventQuery { Type = "a.happened" }, Cancellation))).Code.ShouldBe("index.behind");
        (await again.InspectAsync(Cancellation)).ShouldContain(finding => finding.Code == "index.failing" && !finding.IsFailure);

        Directory.Delete(IndexPath);
        (await again.Log.QueryAsync(new EventQuery { Type = "a.happened" }, Cancellation)).Events.Count.ShouldBe(1);
        (await again.InspectAsync(Cancellation)).ShouldNotContain(finding => finding.Code == "index.failing");
    }

    private async Task ShouldAnswerAfterReopening()
    {
        await using var again = await OpenAsync();
        await again.Log.AppendAsync(AppendBatch.Of(Event("z.happened")), Cancellation);
        var all = new List<EventRecord>();
        await foreach (var record in again.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            all.Add(record);
        }

        foreach (var query in QuerySamples.Ask(25, seed: 1).Append(new EventQuery { Type = "z.happened" }).Append(new EventQuery { Type = "proposal.decided", From = QuerySamples.Start }))
        {
            (await QuerySamples.Pages(again.Log, query, Cancellation)).Select(record => record.Position).ShouldBe(QuerySamples.Expect(all, query).Select(record => record.Position), query.ToString());
        }
    }

    private string Content()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT (SELECT group_concat(field || value || number, ' ') FROM (SELECT * FROM terms ORDER BY number))
                || (SELECT group_concat(term || ':' || first || ':' || hex(positions), ' ') FROM postings)
                || (SELECT group_concat(hex(correlation) || position, ' ') FROM correlations)
                || (SELECT group_concat(first || ':' || last || ':' || min_at || ':' || max_at, ' ') FROM zones)
            """;
        return (string)command.ExecuteScalar()!;
    }

    private long Ask(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Change(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = IndexPath, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
