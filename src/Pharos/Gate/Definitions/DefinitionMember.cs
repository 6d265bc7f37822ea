using System.Security.Cryptography;
using System.Text;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate.Definitions;

/// <summary>One member of a definition as it is kept: enough to tell whether it changed and to show how.</summary>
/// <param name="Name">The member: <c>description</c>, <c>inputSchema</c>…</param>
/// <param name="Hash">SHA-256 of its value as canonical JSON.</param>
/// <param name="Shown">Its value, masked and cut.</param>
public sealed record DefinitionMember(string Name, string Hash, string Shown)
{
    /// <summary>Most members that are told apart; what stands beyond them is one.</summary>
    public const int Maximum = 16;

    /// <summary>Longest text kept of one.</summary>
    public const int MaximumCharacters = 4_000;

    /// <summary>The members of a definition in the order of their names.</summary>
    public static IReadOnlyList<DefinitionMember> Of(RegoObject definition)
    {
        var members = new List<DefinitionMember>();
        foreach (var (name, value) in definition)
        {
            if (members.Count == Maximum - 1)
            {
                members.Add(Of("…", definition));
                break;
            }

            members.Add(Of(name is RegoString text ? Cut(text.Value, 100) : name.ToJson(), value));
        }

        return members;
    }

    /// <summary>SHA-256 of a value as canonical JSON, in hexadecimal: equal for equal values, however they were written.</summary>
    public static string HashOf(RegoValue value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value.ToJson())));

    private static DefinitionMember Of(string name, RegoValue value) =>
        new(name, HashOf(value), Cut(SecretMask.Mask(value is RegoString text ? text.Value : value.ToJson()), MaximumCharacters));

    private static string Cut(string text, int characters)
    {
        if (text.Length <= characters)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[characters - 1]) ? characters - 1 : characters;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
