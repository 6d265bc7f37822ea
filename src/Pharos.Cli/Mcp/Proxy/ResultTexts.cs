using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pharos.Gate.Facts.Texts;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// What a model would read of a result. A large one is known by its hash, its beginning and the places where something was found in the rest of it: those are looked for here, because what is not sent cannot be looked into there.
/// </summary>
internal sealed class ResultTexts
{
    /// <summary>Longest text that goes to the gate as it is.</summary>
    public const int LongestWhole = 32 * 1024;

    private const int WindowBefore = 200;
    private const int WindowBehind = 400;
    private const int MostWindows = 32;
    private const int LongestKey = 16;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _other = new();
    private int _blobs;

    /// <summary>Collects what stands in a result.</summary>
    public static ResultTexts Of(JsonElement result)
    {
        var texts = new ResultTexts();
        texts.Collect(result, "", 0);
        return texts;
    }

    /// <summary>True when there is nothing to be read.</summary>
    public bool IsEmpty => _text.Length == 0 && _other.Length == 0;

    /// <summary>How many characters there are to be read.</summary>
    public int Length => _text.Length + _other.Length;

    /// <summary>True where something stands in it that a gate may refuse a result for.</summary>
    public bool HasSigns => TextSigns.Find(_text.ToString(), "text", withSecrets: true).Count > 0 || TextSigns.Find(_other.ToString(), "structured", withSecrets: true).Count > 0;

    /// <summary>Writes the input of the proposal.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="raw">The whole result as it came.</param>
    /// <param name="call">The proposal of the call; null for none.</param>
    /// <param name="isError">True when the tool says that it failed.</param>
    public void Write(Utf8JsonWriter json, string raw, string? call, bool isError)
    {
        json.WriteStartObject();
        Write(json, "text", _text.ToString());
        if (_other.Length > 0)
        {
            Write(json, "structured", _other.ToString());
        }

        json.WriteNumber("bytes", Encoding.UTF8.GetByteCount(raw));
        json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(raw))));
        if (_blobs > 0)
        {
            json.WriteNumber("blobs", _blobs);
        }

        if (call is not null)
        {
            json.WriteString("call", call);
        }

        if (isError)
        {
            json.WriteBoolean("isError", true);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length <= LongestWhole)
        {
            json.WriteString(name, Whole(text));
            return;
        }

        json.WriteString(name, Whole(text[..LongestWhole]));
        json.WriteBoolean(name + "IsCut", true);
        json.WriteStartArray(name + "Places");
        foreach (var place in Places(text))
        {
            json.WriteStringValue(Whole(place));
        }

        json.WriteEndArray();
    }

    // The text after the beginning, in pieces that overlap: each is looked into, and goes along where there is something in it.
    private static IEnumerable<string> Places(string text)
    {
        var found = 0;
        for (var start = LongestWhole - WindowBehind; start < text.Length && found < MostWindows; start += LongestWhole - WindowBehind)
        {
            var piece = text.Substring(start, Math.Min(LongestWhole, text.Length - start));
            if (TextSigns.Find(piece, "text", withSecrets: true).Count == 0)
            {
                continue;
            }

            foreach (var place in Narrow(piece))
            {
                if (found++ < MostWindows)
                {
                    yield return place;
                }
            }
        }
    }

    private static IEnumerable<string> Narrow(string piece)
    {
        const int Step = 2_000;
        for (var start = 0; start < piece.Length; start += Step)
        {
            var from = Math.Max(0, start - WindowBefore);
            var window = piece.Substring(from, Math.Min(piece.Length, start + Step + WindowBehind) - from);
            if (TextSigns.Find(window, "text", withSecrets: true).Count > 0)
            {
                yield return window;
            }
        }
    }

    // Half a surrogate pair at a cut is no text.
    private static string Whole(string text)
    {
        var from = text.Length > 0 && char.IsLowSurrogate(text[0]) ? 1 : 0;
        var to = text.Length > from && char.IsHighSurrogate(text[^1]) ? text.Length - 1 : text.Length;
        return text[from..to];
    }

    private void Collect(JsonElement element, string name, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                Add(name is "text" ? _text : _other, element);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, name, depth + 1);
                }

                break;
            case JsonValueKind.Object:
                var isMedia = JsonRpcMessage.Text(element, "type") is "image" or "audio";
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Value.ValueKind == JsonValueKind.String && ((isMedia && member.NameEquals("data")) || member.NameEquals("blob")) && EncodedBytes.Of(member.Value) is { } encoded)
                    {
                        _blobs++;
                        if (encoded.Text is { Length: > 0 } text)
                        {
                            _other.Append(text).Append('\n');
                        }

                        continue;
                    }

                    if (depth == 0 && member.Name is "_meta" or "isError" or "nextCursor" or "resultType")
                    {
                        continue;
                    }

                    if (member.Name.Length > LongestKey || member.Name.Contains(' ', StringComparison.Ordinal))
                    {
                        // A key is read by the model like any other word.
                        _other.Append(member.Name).Append('\n');
                    }

                    Collect(member.Value, member.Name, depth + 1);
                }

                break;
        }
    }

    private static void Add(StringBuilder to, JsonElement text)
    {
        string value;
        try
        {
            value = text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair; clients read the rest of such a text all the same.
            value = LenientText.Of(text.GetRawText());
        }

        to.Append(value).Append('\n');
    }
}
