namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// Reads messages, one a line, from a stream. A line that is longer than may be kept is read past; of it only its id is told. Reads no further while its reader is busy, so that a flood waits at its source.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="maximumBytes">Longest line that is kept.</param>
/// <param name="keepsEmpty">Also lines with nothing in them.</param>
internal sealed class MessageLines(Stream stream, int maximumBytes, bool keepsEmpty = false)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line; null at the end.</summary>
    /// <remarks>The bytes are the caller's own.</remarks>
    public async ValueTask<MessageLine?> ReadAsync(CancellationToken cancellationToken)
    {
        var looked = _start;
        while (true)
        {
            var at = _buffer.AsSpan(looked, _end - looked).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = Trim(_buffer.AsSpan(_start, looked + at - _start));
                _start = looked + at + 1;
                if (line.Length > maximumBytes)
                {
                    var id = new TopLevelId();
                    id.Feed(line);
                    return new MessageLine(null, id.Json, line.Length) { IsAnswer = !id.HasMethod };
                }

                if (line.Length > 0 || keepsEmpty)
                {
                    return new MessageLine(line, null, line.Length);
                }

                looked = _start;
                continue;
            }

            looked = _end;
            if (_end - _start > maximumBytes)
            {
                return await SkipAsync(cancellationToken);
            }

            looked -= MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                // What has no end of line is no message.
                return null;
            }

            _end += read;
        }
    }

    private async ValueTask<MessageLine?> SkipAsync(CancellationToken cancellationToken)
    {
        var id = new TopLevelId();
        long bytes = _end - _start;
        id.Feed(_buffer.AsSpan(_start, _end - _start));
        _start = _end = 0;
        while (true)
        {
            var read = await stream.ReadAsync(_buffer, cancellationToken);
            if (read == 0)
            {
                return null;
            }

            var at = _buffer.AsSpan(0, read).IndexOf((byte)'\n');
            id.Feed(_buffer.AsSpan(0, at < 0 ? read : at));
            bytes += at < 0 ? read : at;
            if (at >= 0)
            {
                (_start, _end) = (at + 1, read);
                return new MessageLine(null, id.Json, bytes) { IsAnswer = !id.HasMethod };
            }
        }
    }

    // Returns by how much everything moved to the front.
    private int MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return 0;
        }

        var moved = _start;
        var kept = _end - _start;
        var target = kept > _buffer.Length / 2 ? new byte[Math.Min(_buffer.Length * 2L, Array.MaxLength)] : _buffer;
        _buffer.AsSpan(_start, kept).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, kept);
        return moved;
    }

    private static byte[] Trim(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).ToArray();
}

/// <summary>A line that was read.</summary>
/// <param name="Bytes">The line; null when it was too long.</param>
/// <param name="Id">The id of a line that was too long, as JSON; null where it has none.</param>
/// <param name="Length">How long it was.</param>
internal sealed record MessageLine(byte[]? Bytes, string? Id, long Length)
{
    /// <summary>True for a line that was too long and named no method.</summary>
    public bool IsAnswer { get; init; }
}
