using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Values;

/// <summary>Draws small values of every kind from a seed, with many near-duplicates so that equality is exercised.</summary>
internal static class RandomValues
{
    private static readonly string[] Texts = ["", "a", "b", "ab", "é", "\ue000", "\U0001f600", "\uffff", "<&>", "line\n", "\u2028"];
    private static readonly string[] Numbers = ["0", "1", "1.0", "-1", "0.1", "1e2", "100", "9223372036854775807", "9223372036854775808", "-0.5", "1e400", "1e-400", "123456789012345678901234567890"];

    internal static RegoValue Draw(Random random, int depth = 3)
    {
        switch (random.Next(depth == 0 ? 4 : 7))
        {
            case 0:
                return RegoNull.Instance;
            case 1:
                return RegoBoolean.Of(random.Next(2) == 0);
            case 2:
                RegoNumber.TryParse(Numbers[random.Next(Numbers.Length)], out RegoNumber? number).ShouldBeTrue();
                return number;
            case 3:
                return RegoString.Of(Texts[random.Next(Texts.Length)]);
            case 4:
                return RegoArray.From(Many(random, depth));
            case 5:
                return RegoSet.Of([.. Many(random, depth)]);
            default:
                var builder = new RegoObject.Builder();
                foreach (RegoValue key in Many(random, depth))
                {
                    builder.Set(key, Draw(random, depth - 1));
                }

                return builder.Build();
        }
    }

    internal static RegoValue[] Many(Random random, int depth) => [.. Enumerable.Range(0, random.Next(random.Next(8) == 0 ? 20 : 4)).Select(_ => Draw(random, depth - 1))];
}
