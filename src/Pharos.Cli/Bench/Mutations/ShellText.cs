using System.Globalization;
using System.Text;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>Ways to write a text in bash.</summary>
internal static class ShellText
{
    /// <summary>In single quotes, so that it is exactly this text.</summary>
    public static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>Each byte as <c>\xHH</c>.</summary>
    public static string HexEscapes(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(octet => "\\x" + octet.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>Each byte as three octal digits behind a backslash.</summary>
    public static string OctalEscapes(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(octet => "\\" + Convert.ToString(octet, 8).PadLeft(3, '0')));

    /// <summary>The text in base64.</summary>
    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>The text as hexadecimal digits.</summary>
    public static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    /// <summary>Each line backwards, as <c>rev</c> writes it.</summary>
    public static string Reverse(string text) =>
        string.Join('\n', text.Split('\n').Select(static line => string.Concat(line.EnumerateRunes().Reverse().Select(static rune => rune.ToString()))));

    /// <summary>Each letter moved by half the alphabet.</summary>
    public static string Rotate(string text) => string.Concat(text.Select(static sign =>
        char.IsAsciiLetterLower(sign) ? (char)('a' + ((sign - 'a' + 13) % 26)) : char.IsAsciiLetterUpper(sign) ? (char)('A' + ((sign - 'A' + 13) % 26)) : sign));
}
