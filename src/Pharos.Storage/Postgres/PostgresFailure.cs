using System.Net.Sockets;
using Npgsql;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Turns what PostgreSQL and its driver throw into the log's stable codes.</summary>
internal static class PostgresFailure
{
    public const string Unreachable = "store.unreachable";

    /// <summary>Whether an exception is a failure of the environment and no bug of the program.</summary>
    public static bool IsOne(Exception problem) =>
        problem is NpgsqlException or TimeoutException or IOException or SocketException or EventLogUnavailableException or ObjectDisposedException { ObjectName: nameof(NpgsqlConnection) };

    /// <summary>Whether trying again soon may succeed.</summary>
    public static bool IsPassing(EventLogUnavailableException problem) => problem.Code == Unreachable;

    public static EventLogUnavailableException Of(Exception problem, string doing) => problem switch
    {
        EventLogUnavailableException already => already,
        PostgresException answer => Of(answer, doing),
        _ => new EventLogUnavailableException(
            Unreachable, $"Could not {doing}: PostgreSQL does not answer ({Innermost(problem)}). It is tried again by itself; PostgreSQL's own log says why it is away, such as a full disk under its WAL.", problem),
    };

    private static EventLogUnavailableException Of(PostgresException answer, string doing)
    {
        var (code, hint) = answer.SqlState switch
        {
            "53100" => ("log.full", "PostgreSQL's disk is full. Free some space; the log goes on by itself."),
            "53200" or "53400" => ("log.io", "PostgreSQL is out of memory or at a configured limit."),
            "55P03" or "57014" or "40P01" or "25P03" => ("log.busy", "Another node or an administrator's session holds the log's head for too long."),
            "25006" => ("store.readonly", "The server is read-only, such as a standby. Name the primary, or all servers, in the address."),
            "42501" => ("store.refused", "The account lacks rights on the log's tables."),
            "3D000" => ("store.refused", "There is no such database; create it first."),
            "42P01" or "42703" or "42883" => ("log.corrupt", "The log's tables were changed or removed."),
            "XX001" or "XX002" => ("log.corrupt", "PostgreSQL found damage in its files. Restore a backup or use a standby."),
            ['2', '8', ..] => ("store.refused", "PostgreSQL refused the account or its password."),
            ['0', '8', ..] or ['5', '7', 'P', ..] or "53300" => (Unreachable, "It is tried again by itself."),
            _ => ("log.io", ""),
        };
        return new EventLogUnavailableException(code, $"Could not {doing}: {answer.MessageText} ({answer.SqlState}). {hint}".TrimEnd(), answer);
    }

    private static string Innermost(Exception problem)
    {
        while (problem.InnerException is { } inner)
        {
            problem = inner;
        }

        return problem.Message;
    }
}
