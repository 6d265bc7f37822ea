namespace Pharos.Server.Metrics;

/// <summary>The tags of one measurement, comparable without making text of them. An instrument gives its tags in the same order each time; where it does not, the same series has two keys.</summary>
internal readonly record struct MetricTags(int Count, string? Name1, object? Value1, string? Name2, object? Value2, string? Name3, object? Value3)
{
    /// <summary>Most tags that fit.</summary>
    public const int Most = 3;

    /// <summary>Takes up to <see cref="Most"/> tags.</summary>
    public static MetricTags Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(
        tags.Length,
        tags.Length > 0 ? tags[0].Key : null,
        tags.Length > 0 ? tags[0].Value : null,
        tags.Length > 1 ? tags[1].Key : null,
        tags.Length > 1 ? tags[1].Value : null,
        tags.Length > 2 ? tags[2].Key : null,
        tags.Length > 2 ? tags[2].Value : null);
}
