using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// A place whose value rules are told apart by: a path of constants into the input (argument 0) or an argument of a function (from 1), or
/// one segment of the text there between delimiters.
/// </summary>
internal sealed class IndexField(int argument, RegoArray path, string? delimiters = null, int segment = 0) : IEquatable<IndexField>
{
    private readonly RegoValue[] _path = [.. path.AsSpan()];
    private readonly FieldReader?[] _fields = [.. path.Select(key => key is RegoString name ? new FieldReader(name) : null)];

    public int Argument { get; } = argument;

    public RegoArray Path { get; } = path;

    public IndexField Below(RegoValue key) => new(Argument, RegoArray.Of([.. _path, key]));

    public IndexField Segment(string between, int index) => new(Argument, Path, between, index);

    public bool Equals(IndexField? other) =>
        other is not null && Argument == other.Argument && Segments == other.Segments && Path.Equals(other.Path);

    public override bool Equals(object? obj) => Equals(obj as IndexField);

    public override int GetHashCode() => HashCode.Combine(Argument, Segments, Path.GetHashCode());

    /// <summary>The position in a table of the value found here, below 0 where it is not there; and whether there is a value other than false.</summary>
    public int Find(Machine machine, ReadOnlySpan<RegoValue> arguments, KeyTable values, out bool holds)
    {
        var value = Argument == 0 ? machine.Scope.Input : arguments[Argument - 1];
        for (var i = 0; i < _path.Length && value is not null; i++)
        {
            value = value is RegoObject map && _fields[i] is { } field ? field.Read(map) : ValueLookup.At(value, _path[i]);
        }

        holds = value is not null && !ReferenceEquals(value, RegoBoolean.False);
        return value is null ? -1 : delimiters is null ? values.Find(value) : FindSegment(value, values);
    }

    private (string?, int) Segments => (delimiters, segment);

    private int FindSegment(RegoValue value, KeyTable values)
    {
        if (value is not RegoString text)
        {
            return -1;
        }

        var rest = text.Value.AsSpan();
        for (var i = 0; i < segment; i++)
        {
            var at = rest.IndexOfAny(delimiters);
            if (at < 0)
            {
                return -1;
            }

            rest = rest[(at + 1)..];
        }

        var end = rest.IndexOfAny(delimiters);
        return values.Find(end < 0 ? rest : rest[..end]);
    }
}
