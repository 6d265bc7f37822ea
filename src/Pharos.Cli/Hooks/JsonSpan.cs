using System.Text.Json;

namespace Pharos.Cli.Hooks;

/// <summary>A value in a JSON text with the place where it stands, so that a text can be changed in one place and stay byte for byte the same elsewhere.</summary>
/// <param name="Kind">StartObject, StartArray or the kind of a plain value.</param>
/// <param name="Start">First byte.</param>
/// <param name="End">Behind the last byte.</param>
/// <param name="Children">Members or items.</param>
/// <param name="Text">The value of a string.</param>
/// <param name="Number">The value of a whole number that is not large.</param>
internal sealed record JsonSpan(JsonTokenType Kind, int Start, int End, IReadOnlyList<JsonChild> Children, string? Text, int? Number = null)
{
    /// <summary>The member of this name, or null.</summary>
    public JsonSpan? Member(string name) => Children.FirstOrDefault(child => child.Name == name)?.Value;

    /// <summary>Index of the member of this name, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Children.Count; i++)
        {
            if (Children[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads a whole text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="takesComments">Whether comments may stand in it; they belong to no value.</param>
    /// <exception cref="JsonException">It is not one JSON document, is nested deeper than 64 levels, or names a member twice.</exception>
    public static JsonSpan Parse(ReadOnlySpan<byte> text, bool takesComments = false)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { CommentHandling = takesComments ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow });
        reader.Read();
        var root = Read(ref reader);
        return reader.Read() ? throw new JsonException("There is text behind the end of the document.") : root;
    }

    private static JsonSpan Read(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var kind = reader.TokenType;
        if (kind is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return new JsonSpan(
                kind,
                start,
                (int)reader.BytesConsumed,
                [],
                kind == JsonTokenType.String ? reader.GetString() : null,
                kind == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : null);
        }

        var children = new List<JsonChild>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var childStart = (int)reader.TokenStartIndex;
            var name = default(string);
            if (kind == JsonTokenType.StartObject)
            {
                name = reader.GetString();
                if (!names.Add(name!))
                {
                    // Which of the two counts differs between programs.
                    throw new JsonException($"\"{name}\" stands twice in one object.");
                }

                reader.Read();
            }

            children.Add(new JsonChild(name, childStart, Read(ref reader)));
        }

        return new JsonSpan(kind, start, (int)reader.BytesConsumed, children, null);
    }
}

/// <summary>A member of an object or an item of an array.</summary>
/// <param name="Name">The member's name; null for an item.</param>
/// <param name="Start">First byte, of the name where there is one.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonChild(string? Name, int Start, JsonSpan Value);
