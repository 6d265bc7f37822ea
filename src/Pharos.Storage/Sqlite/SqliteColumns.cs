using System.Runtime.InteropServices;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// Reads the columns of a statement's current row by the shortest way: the provider takes and releases its handle for every call, which cost a verification more than its hashing. The
/// statement must stay open, and one thread uses it.
/// </summary>
internal sealed class SqliteColumns(sqlite3_stmt statement)
{
    private readonly nint _statement = statement.DangerousGetHandle();
    private byte[] _bytes = new byte[4096];
    private int _end;

    /// <summary>Begins a row: what was read of the one before is overwritten.</summary>
    public void Begin() => _end = 0;

    /// <summary>One of SQLite's five kinds.</summary>
    public int Kind(int column) => Type(_statement, column);

    /// <summary>A number; 0 for NULL.</summary>
    public long Number(int column) => Int64(_statement, column);

    /// <summary>Length of a text or blob in bytes; 0 for NULL.</summary>
    public int Length(int column) => Bytes(_statement, column);

    /// <summary>Copies a text or blob behind what was read of this row. The place is valid until the row's largest read, so all of them are taken as spans at the end.</summary>
    public (int Start, int Length) Read(int column)
    {
        // The address is asked for first: asking for the length may move the value.
        var address = Blob(_statement, column);
        var length = Bytes(_statement, column);
        if (length == 0)
        {
            return (_end, 0);
        }

        var start = _end;
        if (start + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, start + length));
        }

        Marshal.Copy(address, _bytes, start, length);
        _end += length;
        return (start, length);
    }

    /// <summary>What was read.</summary>
    public ReadOnlySpan<byte> Span((int Start, int Length) place) => _bytes.AsSpan(place.Start, place.Length);

#pragma warning disable SYSLIB1054 // LibraryImport generates unsafe code, which only the mount room may hold.
    // Each looks up a value that the step has already made, in far less than a microsecond and without waiting, so the garbage collector may wait for it.
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_column_type")]
    private static extern int Type(nint statement, int column);

    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_column_int64")]
    private static extern long Int64(nint statement, int column);

    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_column_bytes")]
    private static extern int Bytes(nint statement, int column);

    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_column_blob")]
    private static extern nint Blob(nint statement, int column);
#pragma warning restore SYSLIB1054
}
