using System.Buffers.Binary;
using System.Text;

namespace Pharos.Rego.Values;

/// <summary>Short texts of one document, so that one that comes again is the same object. A new one takes the place of another: the size never grows.</summary>
internal sealed class JsonTexts
{
    private const int MaximumLength = 48;
    private readonly RegoString?[] _texts;

    /// <summary>Room that suits a document of so many bytes.</summary>
    public JsonTexts(int length) => _texts = new RegoString?[length < 1 << 20 ? 1 << 10 : 1 << 15];

    /// <summary>The text for ASCII bytes; null where they are others, or too many.</summary>
    public RegoString? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaximumLength)
        {
            return null;
        }

        ref var place = ref _texts[Hash(utf8) & (uint)(_texts.Length - 1)];
        if (place is not null && Ascii.Equals(utf8, place.Value))
        {
            return place;
        }

        return Ascii.IsValid(utf8) ? place = RegoString.Of(Encoding.ASCII.GetString(utf8)) : null;
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        ulong hash = (uint)utf8.Length;
        while (utf8.Length >= 8)
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * 0x9e3779b97f4a7c15;
            hash ^= hash >> 29;
            utf8 = utf8[8..];
        }

        foreach (var unit in utf8)
        {
            hash = (hash ^ unit) * 0x100000001b3;
        }

        return (uint)(hash ^ (hash >> 32));
    }
}
