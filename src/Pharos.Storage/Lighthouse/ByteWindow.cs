namespace Pharos.Storage.Lighthouse;

/// <summary>A part of a stream that can be looked at before it is passed over; as large as the longest look.</summary>
internal sealed class ByteWindow(Stream stream)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>Where the window begins in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>What is in it.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Reads until so many bytes are in it; false when the stream ends before.</summary>
    public async ValueTask<bool> HasAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count && !_isOver)
        {
            if (_start > 0 && _buffer.Length - _start < count)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            if (_buffer.Length < count)
            {
                Array.Resize(ref _buffer, Math.Max(count, _buffer.Length * 2));
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += read;
            _isOver = read == 0;
        }

        return _end - _start >= count;
    }

    /// <summary>Passes over bytes that are in it.</summary>
    public void Skip(int count)
    {
        _start += count;
        Offset += count;
    }
}
