using System.Text;
using Pharos.Events;
using Pharos.Storage.Evidence;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// A line with position and hash after every commit, outside the database: a log whose newest rows were cut off is shorter than its heads. Past a size the file is thinned out beside the
/// writer, which only takes the finished copy over. For the writer's thread only.
/// </summary>
internal sealed class HeadsFile : IDisposable
{
    /// <summary>Size past which the file is thinned out.</summary>
    public const long MaximumBytes = 64L * 1024 * 1024;

    // A position of at most 19 digits, a space, 64 hex digits, the end of the line.
    private const int MaximumLine = 19 + 1 + (2 * Digest.Size) + 1;

    private readonly string _path;
    private readonly long _maximum;
    private FileStream? _file;
    private long _length;

    // What the file must grow to before it is thinned out again after that failed.
    private long _threshold;
    private volatile bool _isThinning;
    private volatile HeadsThinning? _thinned;
    private volatile bool _isDisposed;

    /// <param name="path">The file; made when it is missing.</param>
    /// <param name="maximum">Size past which it is thinned out; a quarter of it stays whole.</param>
    public HeadsFile(string path, long maximum = MaximumBytes)
    {
        _path = path;
        _maximum = maximum;
        _threshold = maximum;
        try
        {
            _file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read | FileShare.Delete,
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

        if (_thinned is not null)
        {
            TakeOver();
        }
        else if (_length > _threshold && !_isThinning)
        {
            BeginThinning();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _file?.Dispose();
        _thinned?.Dispose();
    }

    private void BeginThinning()
    {
        _isThinning = true;
        _threshold = _length + (_maximum / 4);
        var upTo = _length;
        _ = Task.Run(() =>
        {
            try
            {
                var thinned = HeadsThinning.Write(_path, upTo, _maximum / 4);
                _thinned = thinned;
                if (_isDisposed)
                {
                    thinned.Dispose();
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // The long file is as good a witness as the thin one; it is tried again when it has grown by a quarter.
                _isThinning = false;
            }
        });
    }

    // What was appended meanwhile is little: the thinning of 64 MB takes about as long as a thousand commits.
    private void TakeOver()
    {
        var thinned = _thinned!;
        _thinned = null;
        _isThinning = false;
        try
        {
            var rest = new byte[_length - thinned.UpTo];
            RandomAccess.Read(_file!.SafeFileHandle, rest, thinned.UpTo);
            var length = thinned.File.Length;
            RandomAccess.Write(thinned.File.SafeFileHandle, rest, length);
            File.Move(HeadsThinning.TemporaryOf(_path), _path, overwrite: true);
            _file.Dispose();
            _file = thinned.File;
            _length = length + rest.Length;
            _threshold = _maximum;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            thinned.Dispose();
        }
    }

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
