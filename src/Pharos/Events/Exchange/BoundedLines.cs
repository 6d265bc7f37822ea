namespace Pharos.Events.Exchange;

/// <summary>Reads lines of bytes, none longer than a limit, through one buffer that grows with the longest.</summary>
/// <param name="stream">Where from.</param>
/// <param name="longest">Longest line in bytes.</param>
internal sealed class BoundedLines(Stream stream, int longest)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end; null at the end. Valid until the next call.</summary>
    /// <exception cref="ExportDamagedException">A line is longer than allowed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        for (var searched = 0; ;)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return Take(searched + at, 1);
            }

            searched = _end - _start;
            if (_isOver)
            {
                return searched == 0 ? default(ReadOnlyMemory<byte>?) : Take(searched, 0);
            }

            if (searched > longest)
            {
                throw new ExportDamagedException("export.line", $"Line {Number + 1} is longer than {longest} bytes.", Number + 1);
            }

            await FillAsync(cancellationToken);
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int ending)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + ending;
        Number++;
        return line;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _isOver = read == 0;
    }
}
