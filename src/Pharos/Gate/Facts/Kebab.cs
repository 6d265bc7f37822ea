using System.Collections.Frozen;
using System.Text.Json;
using Pharos.Rego.Values;

namespace Pharos.Gate.Facts;

/// <summary>Wire names of enumeration members, made once each.</summary>
internal static class Kebab
{
    public static RegoString Of<T>(T value)
        where T : struct, Enum => Names<T>.Of[value];

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, RegoString> Of =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => RegoString.Of(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())));
    }
}
