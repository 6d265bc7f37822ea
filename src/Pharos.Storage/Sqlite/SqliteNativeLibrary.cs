using System.Reflection;
using System.Runtime.InteropServices;
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
