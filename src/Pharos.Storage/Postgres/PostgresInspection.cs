using Npgsql;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Says in words where the server's set-up is weaker than the log promises.</summary>
internal sealed class PostgresInspection(PostgresConnections connections, PostgresWriter writer)
{
    private const string Sql = """
        SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), pg_is_in_recovery(),
            current_setting('synchronous_standby_names'), (SELECT count(*) FROM pg_stat_replication), (SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')),
            (SELECT count(*) FROM pg_stat_replication WHERE sync_state IS NULL),
            coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false), inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr()
        """;

    public async ValueTask<IReadOnlyList<StoreFinding>> InspectAsync(CancellationToken cancellationToken)
    {
        var findings = new List<StoreFinding>();
        try
        {
            findings.AddRange(await connections.UseAsync(AskAsync, "look at the server's set-up", cancellationToken));
        }
        catch (EventLogUnavailableException unavailable)
        {
            findings.Add(new StoreFinding(unavailable.Code, unavailable.Message, IsFailure: true));
        }

        // A server that was away and answers again will answer the next append too; a full disk does not.
        if (writer.Failure is { } failure && !PostgresFailure.IsPassing(failure) && !findings.Exists(finding => finding.Code == failure.Code))
        {
            findings.Add(new StoreFinding(failure.Code, failure.Message, IsFailure: true));
        }

        return findings;
    }

    private static async ValueTask<List<StoreFinding>> AskAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var findings = new List<StoreFinding>();
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        if (row.GetString(0) != "on")
        {
            Weak("fsync=off: after a power failure the database may be damaged and acknowledged events gone. Set fsync=on in postgresql.conf.");
        }

        if (row.GetString(1) != "on")
        {
            Weak("full_page_writes=off: after a power failure pages may be half written. Set it on, unless the file system writes pages whole.");
        }

        if (row.GetString(2) is var commit and not ("on" or "remote_apply"))
        {
            Weak($"synchronous_commit={commit}, although this program asks for on: something between it and the server (a pooler?) drops the setting, so a crash may lose acknowledged events.");
        }

        if (row.GetBoolean(3))
        {
            findings.Add(new StoreFinding("store.readonly", "The server is a standby and read-only; nothing can be appended. Promote it, or name the primary as well in the address.", IsFailure: true));
        }

        // An account without pg_monitor sees that there are standbys, but not of what kind; then only what is certain is said.
        var (standbys, synchronous, unseen) = (row.GetInt64(5), row.GetInt64(6), row.GetInt64(7));
        var isAskedFor = row.GetString(4).Length > 0;
        if (isAskedFor && synchronous == 0 && unseen == 0)
        {
            findings.Add(new StoreFinding("store.no-synchronous-standby", "synchronous_standby_names is set, but no synchronous standby is connected: appends wait until one is.", IsFailure: false));
        }
        else if (!isAskedFor && standbys > 0)
        {
            findings.Add(new StoreFinding("store.asynchronous-standby", "There are standbys but none is synchronous: a failover may lose the newest acknowledged events. Set synchronous_standby_names.", IsFailure: false));
        }

        if (!row.GetBoolean(8) && !row.GetBoolean(9))
        {
            findings.Add(new StoreFinding("store.unencrypted", "The connection to another machine is not encrypted. Add sslmode=verify-full to the address.", IsFailure: false));
        }

        return findings;

        void Weak(string message) => findings.Add(new StoreFinding("store.weak-durability", message, IsFailure: false));
    }
}
