namespace Pharos.Rego.Values;

/// <summary>The seven kinds of Rego values, numbered in the order in which values of different kinds sort.</summary>
public enum RegoKind
{
    /// <summary>The null value.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>An integer or decimal number.</summary>
    Number,

    /// <summary>A text of Unicode code points.</summary>
    String,

    /// <summary>An ordered sequence.</summary>
    Array,

    /// <summary>A mapping from values to values.</summary>
    Object,

    /// <summary>An unordered collection of distinct values.</summary>
    Set,
}
