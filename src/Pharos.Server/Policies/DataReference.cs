using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pharos.Server.Policies;

/// <summary>Turns the path of <c>/v1/data</c> into a reference. Every part is quoted, so a path can never be anything but a path.</summary>
internal static class DataReference
{
    /// <summary>Most parts of a path.</summary>
    public const int MaximumParts = 64;

    private const string Gate = "pharos/gate";

    /// <summary>The reference of a path, or null when it has too many parts. A part that is a number is an index, as in Open Policy Agent.</summary>
    public static string? Of(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > MaximumParts)
        {
            return null;
        }

        var reference = new StringBuilder("data");
        foreach (var part in parts)
        {
            var isIndex = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index);
            reference.Append('[').Append(isIndex ? index.ToString(CultureInfo.InvariantCulture) : $"\"{JsonEncodedText.Encode(part)}\"").Append(']');
        }

        return reference.ToString();
    }

    /// <summary>Whether a path stands at or below <c>pharos/gate</c>, which readers may evaluate.</summary>
    public static bool IsGate(string path)
    {
        var trimmed = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        return trimmed == Gate || trimmed.StartsWith(Gate + "/", StringComparison.Ordinal);
    }
}
