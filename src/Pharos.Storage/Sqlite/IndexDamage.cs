using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Events.Indexing;

namespace Pharos.Storage.Sqlite;

/// <summary>Tells damage of the index file, which is mended by making it anew, from failures of its surroundings, which are not.</summary>
internal static class IndexDamage
{
    private const int Error = 1;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    public static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is Corrupt or NotADatabase or Error)
        {
            // An error of the statement itself means that a table is missing or another.
            throw new IndexDamagedException($"The query index is damaged: {problem.Message}", problem);
        }
        catch (SqliteException problem)
        {
            throw SqliteFailure.Of(problem, "use the query index");
        }
        catch (EventLogUnavailableException problem) when (problem.Code == "log.corrupt")
        {
            throw new IndexDamagedException($"The query index is damaged: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is InvalidCastException or ArgumentException or OverflowException)
        {
            throw new IndexDamagedException($"The query index holds a value that no indexer writes: {problem.Message}", problem);
        }
    }
}
