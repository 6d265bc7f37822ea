using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Pharos.Rego.Values;

/// <summary>An immutable Rego value. Values are totally ordered, and equal values have equal hash codes whatever their kind.</summary>
public abstract class RegoValue : IEquatable<RegoValue>, IComparable<RegoValue>
{
    /// <summary>How deeply arrays and objects may nest in JSON text that is read.</summary>
    public const int MaxJsonDepth = 1024;

    private protected RegoValue()
    {
    }

    /// <summary>Which of the seven kinds this value is.</summary>
    public abstract RegoKind Kind { get; }

    /// <summary>The kind as Rego names it, for example <c>number</c>.</summary>
    public string KindName => Kind switch
    {
        RegoKind.Null => "null",
        RegoKind.Boolean => "boolean",
        RegoKind.Number => "number",
        RegoKind.String => "string",
        RegoKind.Array => "array",
        RegoKind.Object => "object",
        _ => "set",
    };

    /// <summary>Whether the two values are equal; numbers are equal by value, so 1 equals 1.0.</summary>
    public static bool operator ==(RegoValue? left, RegoValue? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the two values differ.</summary>
    public static bool operator !=(RegoValue? left, RegoValue? right) => !(left == right);

    /// <summary>Whether the left value sorts before the right one.</summary>
    public static bool operator <(RegoValue left, RegoValue right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left value does not sort after the right one.</summary>
    public static bool operator <=(RegoValue left, RegoValue right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left value sorts after the right one.</summary>
    public static bool operator >(RegoValue left, RegoValue right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left value does not sort before the right one.</summary>
    public static bool operator >=(RegoValue left, RegoValue right) => left.CompareTo(right) >= 0;

    /// <summary>Reads one JSON document.</summary>
    /// <exception cref="JsonException">The text is not one JSON document, is not UTF-8, or nests deeper than <see cref="MaxJsonDepth"/>.</exception>
    public static RegoValue ParseJson(ReadOnlySpan<byte> utf8) => JsonValueReader.Read(utf8);

    /// <summary>Reads one JSON document.</summary>
    /// <exception cref="JsonException">The text is not one JSON document or nests deeper than <see cref="MaxJsonDepth"/>.</exception>
    public static RegoValue ParseJson(string text) => JsonValueReader.Read(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads one JSON document, or says why it cannot be read.</summary>
    public static bool TryParseJson(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out RegoValue? value, [NotNullWhen(false)] out string? error)
    {
        try
        {
            value = JsonValueReader.Read(utf8);
            error = null;
            return true;
        }
        catch (JsonException e)
        {
            value = null;
            error = e.Message;
            return false;
        }
    }

    /// <summary>Converts one element of a parsed JSON document.</summary>
    public static RegoValue FromJson(JsonElement element) => JsonValueReader.Convert(element);

    /// <inheritdoc/>
    public abstract bool Equals(RegoValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as RegoValue);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>Compares by kind (null, boolean, number, string, array, object, set) and then by content.</summary>
    public int CompareTo(RegoValue? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        int kinds = (int)Kind - (int)other.Kind;
        return kinds != 0 ? kinds : CompareSameKind(other);
    }

    /// <summary>The value as compact JSON: sets become arrays, keys that are not strings become their JSON text.</summary>
    public string ToJson()
    {
        var text = new StringBuilder();
        JsonText.Append(text, this, escapeHtml: false);
        return text.ToString();
    }

    /// <summary>Writes the value as JSON: sets become arrays, keys that are not strings become their JSON text.</summary>
    public void WriteJson(Utf8JsonWriter writer) => JsonText.Write(writer, this);

    /// <summary>The value in Rego notation.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        RegoNotation.Append(text, this);
        return text.ToString();
    }

    /// <summary>How many parts the value has when written out, sixteen characters counting as one; shared parts count each time, and it never overflows.</summary>
    internal virtual int Weight => 1;

    private protected abstract int CompareSameKind(RegoValue other);
}
