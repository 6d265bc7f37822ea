using System.Globalization;
using System.Text;
using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;

namespace Pharos.Storage.Snapshots;

/// <summary>
/// Snapshots as files <c>NAME.json</c> in one folder. Each carries the SHA-256 of all it says, so that a damaged one is seen and not believed; it is replaced by a
/// rename, so that a crash leaves the old one or the new one.
/// </summary>
/// <param name="folder">The folder; made when the first snapshot is written.</param>
public sealed class SnapshotFiles(string folder) : ISnapshots
{
    private const int Format = 1;
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode SecretMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The state and a line about it.
    private const long MaximumFileBytes = Snapshot.MaximumBytes + 4096L;

    /// <inheritdoc/>
    public async ValueTask<Snapshot?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        var path = PathOf(name);
        if (!File.Exists(path) || new FileInfo(path).Length > MaximumFileBytes)
        {
            return null;
        }

        return Parse(name, await File.ReadAllBytesAsync(path, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(Snapshot snapshot, CancellationToken cancellationToken = default)
    {
        var path = PathOf(snapshot.Name);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, FolderMode);
        }

        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = SecretMode };
        await using (var file = new FileStream(temporary, options))
        {
            await using (var writer = new Utf8JsonWriter(file))
            {
                Write(writer, snapshot);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a file's bytes; null for anything that <see cref="WriteAsync"/> did not write.</summary>
    internal static Snapshot? Parse(string name, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            var snapshot = new Snapshot(
                root.GetProperty("name").GetString() ?? "",
                root.GetProperty("version").GetInt32(),
                new Position(root.GetProperty("position").GetInt64()),
                new Digest(Convert.FromHexString(root.GetProperty("hash").GetString() ?? "")),
                Encoding.UTF8.GetBytes(root.GetProperty("state").GetRawText()));
            var isWhole = root.GetProperty("format").GetInt32() == Format && snapshot.Name == name && root.GetProperty("sha256").GetString() == Seal(snapshot);
            return isWhole ? snapshot : null;
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter writer, Snapshot snapshot)
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("name", snapshot.Name);
        writer.WriteNumber("version", snapshot.Version);
        writer.WriteNumber("position", snapshot.Position.Value);
        writer.WriteString("hash", snapshot.Hash.ToString());
        writer.WriteString("sha256", Seal(snapshot));
        writer.WritePropertyName("state");
        writer.WriteRawValue(snapshot.State.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static string Seal(Snapshot snapshot)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{snapshot.Name}\n{snapshot.Version}\n{snapshot.Position.Value}\n{snapshot.Hash}\n{Digest.Of(snapshot.State.Span)}");
        return Digest.Of(Encoding.UTF8.GetBytes(head)).ToString();
    }

    private string PathOf(string name) =>
        Snapshot.IsName(name) ? Path.Combine(folder, name + ".json") : throw new ArgumentException($"\"{name}\" cannot name a snapshot.", nameof(name));
}
