using System.Buffers.Binary;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Universally unique identifiers.</summary>
internal static class Uuids
{
    private const long TicksFrom1582To1970 = 122_192_928_000_000_000;

    internal static IEnumerable<Builtin> All =>
    [
        new("uuid.rfc4122", 1, true, Create),
        new("uuid.parse", 1, false, Parse),
    ];

    // The same key gives the same identifier within a query.
    private static RegoValue? Create(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out _))
        {
            return null;
        }

        context.MarkNondeterministic();
        if (context.TryRecall("uuid.rfc4122", arguments[0], out RegoValue? known))
        {
            return known;
        }

        Span<byte> bytes = stackalloc byte[16];
        context.Random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return context.Remember("uuid.rfc4122", arguments[0], RegoString.Of(new Guid(bytes, bigEndian: true).ToString("D")));
    }

    private static RegoObject? Parse(BuiltinContext context, ReadOnlySpan<RegoValue> arguments)
    {
        if (!context.Text(arguments, 1, out string text) || Digits(text) is not { } digits || !Guid.TryParseExact(digits, "N", out Guid id))
        {
            return null;
        }

        byte[] bytes = id.ToByteArray(bigEndian: true);
        int version = bytes[6] >> 4;
        var parts = new RegoObject.Builder(8);
        parts.Set("version", RegoNumber.Of(version));
        parts.Set("variant", RegoString.Of((bytes[8] >> 5) switch { 4 or 5 => "RFC4122", 6 => "Microsoft", 7 => "Future", _ => "Reserved" }));
        if (version is 1 or 2)
        {
            long time = ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(6)) & 0xfff) << 48
                | (long)BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4)) << 32 | BinaryPrimitives.ReadUInt32BigEndian(bytes);
            parts.Set("time", RegoNumber.Of((time - TicksFrom1582To1970) * 100));
            parts.Set("nodeid", RegoString.Of(Convert.ToHexStringLower(bytes.AsSpan(10)).Chunk(2).Select(static p => new string(p)).Aggregate(static (a, b) => a + "-" + b)));
            parts.Set("macvariables", RegoString.Of(((bytes[10] & 2) == 0 ? "global:" : "local:") + ((bytes[10] & 1) == 0 ? "unicast" : "multicast")));
            parts.Set("clocksequence", RegoNumber.Of(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8)) & 0x3fff));
        }

        if (version == 2)
        {
            parts.Set("id", RegoNumber.Of(BinaryPrimitives.ReadUInt32BigEndian(bytes)));
            parts.Set("domain", RegoString.Of(bytes[9] switch { 0 => "Person", 1 => "Group", 2 => "Org", _ => $"Domain{bytes[9]}" }));
        }

        return parts.Build();
    }

    /// <summary>The 32 digits of any spelling: bare, with dashes, in braces of any kind, or as a URN.</summary>
    private static string? Digits(string text)
    {
        text = text.Length switch
        {
            45 when text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) => text[9..],
            38 => text[1..^1],
            _ => text,
        };
        return text.Length == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-'
            ? text.Replace("-", "", StringComparison.Ordinal)
            : text.Length == 32 ? text : null;
    }
}
