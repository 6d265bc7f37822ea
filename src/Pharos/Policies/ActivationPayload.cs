using System.Buffers;
using System.Text;
using System.Text.Json;
using Pharos.Events;

namespace Pharos.Policies;

/// <summary>The payload of <see cref="PolicyHistory.ActivatedType"/>: everything needed to let that version decide again.</summary>
public static class ActivationPayload
{
    /// <summary>Writes it.</summary>
    /// <param name="bundle">What decides now.</param>
    /// <param name="history">What the log says so far.</param>
    /// <param name="bundles">The bundles that have their part.</param>
    /// <param name="reason">Why.</param>
    /// <param name="pinned">The version rolled back to, or null.</param>
    public static byte[] Write(PolicyBundle bundle, PolicyHistory history, IReadOnlyList<ActiveBundle> bundles, string reason, string? pinned)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("version", bundle.Version);
            writer.WriteString("previous", history.Latest?.Version);
            writer.WriteString("reason", reason);
            if (pinned is not null)
            {
                writer.WriteString("pinned", pinned);
            }

            writer.WriteStartArray("modules");
            foreach (var module in bundle.Sources.Modules)
            {
                writer.WriteStartObject();
                writer.WriteString("id", module.Id);
                writer.WriteString("sha256", Digest.Of(Encoding.UTF8.GetBytes(module.Source)).ToString());
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            var data = Encoding.UTF8.GetBytes(bundle.Sources.Data.ToJson());
            writer.WriteStartObject("data");
            writer.WriteString("sha256", Digest.Of(data).ToString());
            writer.WriteNumber("bytes", data.Length);
            writer.WriteEndObject();
            writer.WriteStartArray("bundles");
            foreach (var active in bundles)
            {
                Write(writer, active, history.Bundles.FirstOrDefault(recorded => recorded.Is(active)));
            }

            writer.WriteEndArray();
            writer.WriteString("sources", PolicySnapshot.Write(bundle.Sources));
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The policies an event holds; null where its payload was erased or is older than this record.</summary>
    public static PolicySources? Sources(ReadOnlySpan<byte> payload) => Text(payload, null) is { } text ? PolicySnapshot.Read(text) : null;

    /// <summary>The content of a bundle that an event holds; null where there is none.</summary>
    public static PolicySources? Sources(ReadOnlySpan<byte> payload, string bundle) => Text(payload, bundle) is { } text ? PolicySnapshot.Read(text) : null;

    internal static PolicyHistory Apply(PolicyHistory history, EventRecord record)
    {
        if (record.Payload.IsEmpty)
        {
            // Erased: that it happened is known, what it was is not.
            return history;
        }

        using var document = JsonDocument.Parse(record.Payload);
        var root = document.RootElement;
        List<RecordedBundle> bundles = [];
        if (root.TryGetProperty("bundles", out var list))
        {
            bundles.AddRange(list.EnumerateArray().Select(item => Read(item, record.Position)));
        }

        var activation = new PolicyActivation(root.GetProperty("version").GetString()!, record.Position, record.At, record.Actor, root.GetProperty("reason").GetString()!, bundles);
        return history with
        {
            Pinned = root.TryGetProperty("pinned", out var pinned) ? pinned.GetString() : null,
            Bundles = bundles,
            Activations = [.. history.Activations.TakeLast(PolicyHistory.MaximumActivations - 1), activation],
        };
    }

    private static void Write(Utf8JsonWriter writer, ActiveBundle bundle, RecordedBundle? recorded)
    {
        writer.WriteStartObject();
        writer.WriteString("name", bundle.Name);
        writer.WriteString("revision", bundle.Revision);
        writer.WriteStartArray("roots");
        foreach (var root in bundle.Roots)
        {
            writer.WriteStringValue(root);
        }

        writer.WriteEndArray();
        writer.WriteString("digest", bundle.Digest);
        writer.WriteString("origin", bundle.Origin.Kind);
        writer.WriteString("place", bundle.Origin.Place);
        writer.WriteString("keyId", bundle.KeyId);
        if (recorded is not null)
        {
            writer.WriteNumber("at", recorded.Position.Value);
        }
        else
        {
            writer.WriteString("sources", PolicySnapshot.Write(bundle.Sources));
        }

        writer.WriteEndObject();
    }

    private static RecordedBundle Read(JsonElement item, Position position) => new(
        item.GetProperty("name").GetString()!,
        item.GetProperty("revision").GetString()!,
        [.. item.GetProperty("roots").EnumerateArray().Select(root => root.GetString()!)],
        item.GetProperty("digest").GetString()!,
        new BundleOrigin(item.GetProperty("origin").GetString()!, item.GetProperty("place").GetString()),
        item.GetProperty("keyId").GetString(),
        item.TryGetProperty("at", out var at) ? new Position(at.GetInt64()) : position);

    private static string? Text(ReadOnlySpan<byte> payload, string? bundle)
    {
        if (payload.IsEmpty)
        {
            return null;
        }

        var reader = new Utf8JsonReader(payload);
        using var document = JsonDocument.ParseValue(ref reader);
        var holder = document.RootElement;
        if (bundle is not null)
        {
            holder = holder.TryGetProperty("bundles", out var list) ? list.EnumerateArray().FirstOrDefault(item => item.GetProperty("name").GetString() == bundle) : default;
        }

        return holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty("sources", out var sources) && sources.ValueKind == JsonValueKind.String ? sources.GetString() : null;
    }
}
