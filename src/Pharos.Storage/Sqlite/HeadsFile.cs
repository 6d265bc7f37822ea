using System.Text;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// A line with position and hash after every commit, outside the database: a log whose newest rows were cut off is shorter than its heads. For the writer's thread only.
/// </summary>
internal sealed class HeadsFile : IDisposable
{
    private readonly FileStream? _file;

    public HeadsFile(string path)
    {
        try
        {
            _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The log itself is what was promised; heads that cannot be written show as missing when it is verified.
            _file = null;
        }
    }

    /// <summary>False when heads cannot be written.</summary>
    public bool IsWritten { get; private set; } = true;

    public void Append(Position position, Digest hash)
    {
        try
        {
            _file?.Write(Encoding.ASCII.GetBytes($"{position} {hash}\n"));
            IsWritten = _file is not null;
        }
        catch (IOException)
        {
            // A full disk must not turn a durable commit into a failure; the next head repairs the file's end.
            IsWritten = false;
        }
    }

    public void Dispose() => _file?.Dispose();
}
