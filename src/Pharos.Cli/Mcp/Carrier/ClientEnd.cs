using System.Buffers;
using System.IO.Pipelines;

namespace Pharos.Cli.Mcp.Carrier;

/// <summary>The agent's end: a message on each line, in and out. Nothing else is ever written.</summary>
internal sealed class ClientEnd(Stream input, Stream output) : IDisposable
{
    /// <summary>Longest line.</summary>
    public const int MaximumLineBytes = 16 * 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));
    private readonly SemaphoreSlim _writing = new(1, 1);
    private bool _isSkipping;

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>The next line; null at the end. An empty array stands for a line that was too long.</summary>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                if (_isSkipping)
                {
                    _isSkipping = false;
                    return [];
                }

                if (!IsBlank(line))
                {
                    return line;
                }

                continue;
            }

            if (read.IsCompleted)
            {
                var last = buffer.ToArray();
                _reader.AdvanceTo(buffer.End);
                return _isSkipping || IsBlank(last) ? null : last;
            }

            if (_isSkipping || buffer.Length > MaximumLineBytes)
            {
                // What cannot be a message is not kept; its end is still looked for.
                _isSkipping = true;
                _reader.AdvanceTo(buffer.End);
                continue;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Writes one message.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await output.WriteAsync(message, cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;
}
