using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>Universally unique identifiers.</summary>
internal static class Uuids
{
    internal static IEnumerable<Builtin> All =>
    [
        new("uuid.rfc4122", 1, true, Create),
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
}
