using System.Diagnostics.CodeAnalysis;

namespace Pharos.Events;

/// <summary>
/// One stream of events: a category (<c>proposal</c>) and a UUIDv7. Its text is <c>proposal-018f…</c>; engines store the sixteen bytes and a
/// small number for the category, because random text keys cost half the insert rate.
/// </summary>
public readonly record struct StreamId(string Category, Guid Id)
{
    /// <summary>Longest category name in characters.</summary>
    public const int MaxCategoryLength = 32;

    private const int UuidLength = 36;

    /// <summary>A new stream of a category, stamped with the injected clock.</summary>
    public static StreamId New(string category, TimeProvider clock) => new(category, Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>Whether a category is a lower-case letter followed by at most 31 lower-case letters, digits or hyphens.</summary>
    public static bool IsCategory([NotNullWhen(true)] string? category)
    {
        if (category is not { Length: > 0 and <= MaxCategoryLength } || !char.IsAsciiLetterLower(category[0]))
        {
            return false;
        }

        foreach (var letter in category)
        {
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the text form; false for anything that <see cref="ToString"/> would not have written.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StreamId stream)
    {
        stream = default;
        if (text is null || text.Length < UuidLength + 2 || text[^(UuidLength + 1)] != '-')
        {
            return false;
        }

        var category = text[..^(UuidLength + 1)];
        if (!IsCategory(category) || !Guid.TryParseExact(text.AsSpan(text.Length - UuidLength), "D", out var id))
        {
            return false;
        }

        stream = new StreamId(category, id);
        return string.Equals(stream.ToString(), text, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Category}-{Id:D}";
}
