namespace Pharos.Rego.Yaml;

/// <summary>The order of keys in YAML: numbers inside texts by their size, letters after everything else.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = (x ?? "").EnumerateRunes().ToArray();
        var right = (y ?? "").EnumerateRunes().ToArray();
        var digits = false;
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (left[i] == right[i])
            {
                digits = char.IsAsciiDigit((char)Math.Min(left[i].Value, char.MaxValue));
                continue;
            }

            var (letter, other) = (System.Text.Rune.IsLetter(left[i]), System.Text.Rune.IsLetter(right[i]));
            if (letter != other)
            {
                return digits ? (letter ? -1 : 1) : (letter ? 1 : -1);
            }

            var order = letter ? 0 : Run(left, i).CompareTo(Run(right, i));
            return order != 0 ? order : left[i].CompareTo(right[i]);
        }

        return left.Length - right.Length;
    }

    private static decimal Run(System.Text.Rune[] text, int at)
    {
        decimal number = 0;
        for (; at < text.Length && text[at].Value is >= '0' and <= '9' && number < 1e20m; at++)
        {
            number = (number * 10) + (text[at].Value - '0');
        }

        return number;
    }
}
