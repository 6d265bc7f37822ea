namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Writes messages to a stream, one a line and whole, whoever writes at the same time.</summary>
/// <param name="stream">The stream.</param>
internal sealed class MessageWriter(Stream stream) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private byte[] _buffer = new byte[4096];

    /// <summary>Writes one message. The same bytes if it stands on one line already, which JSON always can.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_buffer.Length < message.Length + 1)
            {
                _buffer = new byte[message.Length + 1024];
            }

            message.Span.CopyTo(_buffer);
            // Outside of strings the ends of lines are blanks, and inside of them JSON has none. Many readers end a line at a carriage return too: what follows one would be a message that nobody judged.
            _buffer.AsSpan(0, message.Length).Replace((byte)'\n', (byte)' ');
            _buffer.AsSpan(0, message.Length).Replace((byte)'\r', (byte)' ');
            _buffer[message.Length] = (byte)'\n';
            await stream.WriteAsync(_buffer.AsMemory(0, message.Length + 1), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            if (_buffer.Length > 1024 * 1024)
            {
                _buffer = new byte[4096];
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
