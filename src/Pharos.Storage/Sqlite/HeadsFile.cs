using System.Text;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// A line with position and hash after every commit, outside the database: a log whose newest rows were cut off is shorter than its heads. For the writer's thread only.
/// </summary>
internal sealed class HeadsFile : IDisposable
{
    // A position of at most 19 digits, a space, 64 hex digits, the end of the line.
    private const int MaximumLine = 19 + 1 + (2 * Digest.Size) + 1;

    private readonly FileStream? _file;
    private long _length;

    public HeadsFile(string path)
    {
        try
        {
            _file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            _length = EndOfLastLine(_file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The log itself is what was promised; heads that cannot be written show as missing when it is verified.
            _file?.Dispose();
            _file = null;
        }

        IsWritten = _file is not null;
    }

    /// <summary>False when heads cannot be written.</summary>
    public bool IsWritten { get; private set; }

    public void Append(Position position, Digest hash)
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            // Each line is put where the last whole one ended, so half a line that a full disk left is overwritten and not continued.
            var line = Encoding.ASCII.GetBytes($"{position} {hash}\n");
            RandomAccess.Write(_file.SafeFileHandle, line, _length);
            _length += line.Length;
            IsWritten = true;
        }
        catch (IOException)
        {
            // A full disk must not turn a durable commit into a failure. A later line names a later head and proves as much.
            IsWritten = false;
        }
    }

    public void Dispose() => _file?.Dispose();

    // A power failure may leave half a line; it names nothing and goes.
    private static long EndOfLastLine(FileStream file)
    {
        Span<byte> tail = stackalloc byte[MaximumLine];
        var start = Math.Max(0, file.Length - tail.Length);
        var read = RandomAccess.Read(file.SafeFileHandle, tail, start);
        var end = start + tail[..read].LastIndexOf((byte)'\n') + 1;
        if (end < file.Length)
        {
            file.SetLength(end);
        }

        return end;
    }
}
