using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Server.Hooks;

/// <summary>Brings what happened without the server onto the record: a break-glass file, with how often it was used.</summary>
public static class BreakGlass
{
    /// <summary>The event's type.</summary>
    public const string Imported = "break-glass.opened";

    // Above this the files are not what the clients write; the event then says so instead of holding them.
    private const int MaximumFileBytes = 16 * 1024;
    private const int MaximumUsesBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Appends the event for a break-glass file, if there is one, and removes the file: a server that runs ends break-glass. A file that cannot be understood is
    /// recorded too, because somebody put it there. Does it once even if it is interrupted.
    /// </summary>
    /// <returns>The event's position, or null when there was nothing to import.</returns>
    public static async Task<Position?> ImportAsync(IEventLog log, string dataDirectory, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var path = Path.Combine(dataDirectory, BreakGlassFile.Name);
        var usesPath = Path.Combine(dataDirectory, BreakGlassFile.UsesName);
        if (!File.Exists(path))
        {
            return null;
        }

        var content = await ReadStartAsync(path, MaximumFileBytes, cancellationToken);
        var uses = File.Exists(usesPath) ? await ReadStartAsync(usesPath, MaximumUsesBytes, cancellationToken) : [];
        var opened = new NewEvent
        {
            Stream = StreamId.New("break-glass", clock),
            Id = EventId.New(clock),
            Type = Imported,
            At = clock.GetUtcNow(),
            Actor = new Actor(ActorKind.System, "pharos"),
            Payload = Payload(BreakGlassFile.TryRead(Encoding.UTF8.GetString(content)), content, uses),
        };
        var digest = SHA256.HashData(content);
        var operation = new Operation(HookOperation.Of("pharos", "", BreakGlassFile.Name, Convert.ToHexStringLower(digest)), digest);
        var position = await log.AppendAsync(new AppendBatch([opened], [], operation), cancellationToken) switch
        {
            AppendOutcome.Appended appended => appended.First,
            AppendOutcome.Duplicate duplicate => duplicate.First,
            var other => throw new InvalidOperationException($"The break-glass file could not be recorded: {other}"),
        };
        File.Delete(usesPath);
        File.Delete(path);
        return position;
    }

    private static byte[] Payload(BreakGlassFile? file, byte[] content, byte[] uses)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("understood", file is not null);
            if (file is not null)
            {
                writer.WriteString("who", SecretMask.Mask(file.Who));
                writer.WriteString("why", SecretMask.Mask(file.Why));
                writer.WriteString("at", file.At);
                writer.WriteString("until", file.Until);
            }

            writer.WriteNumber("uses", uses.AsSpan().Count((byte)'\n'));
            writer.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static async Task<byte[]> ReadStartAsync(string path, int maximum, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[Math.Min(stream.Length, maximum)];
        var used = await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
        return content[..used];
    }
}
