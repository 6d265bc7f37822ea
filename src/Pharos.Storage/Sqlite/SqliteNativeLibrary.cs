using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// Loads the system's SQLite, which its distribution keeps patched, and falls back to the bundled one of 2021 where there is none. Health says which.
/// </summary>
public static class SqliteNativeLibrary
{
    private static readonly Lazy<bool> Loaded = new(Load);
    private static bool _isSystem;

    /// <summary>Loads the library; later calls do nothing.</summary>
    public static void Ensure() => _ = Loaded.Value;

    /// <summary>True when the system's library is used.</summary>
    public static bool IsSystemLibrary => Loaded.Value && _isSystem;

    /// <summary>The library's version.</summary>
    public static string Version => Loaded.Value ? raw.sqlite3_libversion().utf8_to_string() : "";

    /// <summary>
    /// Opens a file. The only place that does: a connection that was made before the library is loaded brings the bundled one into the process, and calls that are bound later go to the
    /// system's, with handles of the other and through its tables of functions, which are empty. The process died of that.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it may be made and written.</param>
    /// <param name="pooling">True keeps the connection open for the next one that asks.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection Open(string path, SqliteOpenMode mode, bool pooling = false)
    {
        Ensure();
#pragma warning disable RS0030 // This is what the others are to use instead.
        var connection = new SqliteConnection(ConnectionString(path, mode, pooling));
#pragma warning restore RS0030
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Closes the pooled connections to a file, so that it can be moved or removed.</summary>
    public static void ClearPool(string path, SqliteOpenMode mode)
    {
        Ensure();
#pragma warning disable RS0030 // A pool is named by a connection that need not be open.
        using var connection = new SqliteConnection(ConnectionString(path, mode, pooling: true));
#pragma warning restore RS0030
        SqliteConnection.ClearPool(connection);
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = pooling }.ToString();

    private static bool Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);

        // The same library for the calls that SqliteColumns makes itself.
        NativeLibrary.SetDllImportResolver(typeof(SqliteNativeLibrary).Assembly, Resolve);
        Batteries_V2.Init();

        // Every connection is used by one thread at a time, and nobody asks SQLite how much memory it uses: without the locks for both, an insert takes a tenth less.
        // A library that somebody else in this process has already started refuses, and then it only is slower.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths)
    {
        if (name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle))
        {
            _isSystem = true;
            return handle;
        }

        return nint.Zero;
    }
}
