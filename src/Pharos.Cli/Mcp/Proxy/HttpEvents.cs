using System.Text;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Reads the messages of a stream of server-sent events; what is too long to be kept is read past.</summary>
/// <param name="stream">The stream.</param>
/// <param name="maximumBytes">Longest message.</param>
internal sealed class HttpEvents(Stream stream, int maximumBytes)
{
    private readonly MessageLines _lines = new(stream, maximumBytes + 64, keepsEmpty: true);

    /// <summary>The id of the last event that had one; the stream goes on from there elsewhere.</summary>
    public string? LastId { get; set; }

    /// <summary>The next message; null at the end.</summary>
    public async ValueTask<MessageLine?> ReadAsync(CancellationToken cancellationToken)
    {
        using var data = new MemoryStream();
        var isMessage = true;
        MessageLine? tooLong = null;
        while (await _lines.ReadAsync(cancellationToken) is { } line)
        {
            if (line.Bytes is null || data.Length + line.Length > maximumBytes)
            {
                tooLong = new MessageLine(null, line.Id, data.Length + line.Length) { IsAnswer = line.IsAnswer };
                continue;
            }

            if (line.Bytes.Length > 0)
            {
                Take(line.Bytes, data, ref isMessage);
                continue;
            }

            if (tooLong is not null)
            {
                return tooLong;
            }

            if (isMessage && data.Length > 0)
            {
                var message = data.ToArray();
                return new MessageLine(message, null, message.Length);
            }

            data.SetLength(0);
            isMessage = true;
        }

        return null;
    }

    private void Take(byte[] line, MemoryStream data, ref bool isMessage)
    {
        var colon = line.AsSpan().IndexOf((byte)':');
        var field = Encoding.UTF8.GetString(colon < 0 ? line : line.AsSpan(0, colon));
        var value = colon < 0 ? default : line.AsSpan(colon + 1);
        value = value.Length > 0 && value[0] == ' ' ? value[1..] : value;
        switch (field)
        {
            case "data":
                if (data.Length > 0)
                {
                    data.WriteByte((byte)'\n');
                }

                data.Write(value);
                break;
            case "id":
                LastId = Encoding.UTF8.GetString(value);
                break;
            case "event":
                isMessage = value.SequenceEqual("message"u8);
                break;
        }
    }
}
