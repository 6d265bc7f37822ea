using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Values;

public class RegoValueOrderTests
{
    [Fact]
    public void Kinds_sort_from_null_to_set()
    {
        RegoValue[] sorted =
        [
            RegoNull.Instance, RegoBoolean.False, RegoBoolean.True, RegoNumber.Of(-1), RegoNumber.Of(0.5), RegoString.Of(""), RegoArray.Empty, RegoObject.Empty, RegoSet.Empty,
        ];

        RegoValue[] shuffled = [.. sorted.Reverse()];
        Array.Sort(shuffled);

        shuffled.ShouldBe(sorted);
    }

    [Fact]
    public void The_order_is_antisymmetric_and_agrees_with_equality_and_hash()
    {
        var random = new Random(17);
        for (int i = 0; i < 5000; i++)
        {
            RegoValue a = RandomValues.Draw(random);
            RegoValue b = RandomValues.Draw(random);

            Math.Sign(a.CompareTo(b)).ShouldBe(-Math.Sign(b.CompareTo(a)), $"{a} and {b}");
            a.Equals(b).ShouldBe(a.CompareTo(b) == 0, $"{a} and {b}");
            if (a.Equals(b))
            {
                a.GetHashCode().ShouldBe(b.GetHashCode(), $"{a} and {b}");
            }
        }
    }

    [Fact]
    public void The_order_is_transitive()
    {
        var random = new Random(23);
        for (int i = 0; i < 3000; i++)
        {
            RegoValue[] three = [RandomValues.Draw(random, 2), RandomValues.Draw(random, 2), RandomValues.Draw(random, 2)];
            Array.Sort(three);

            three[0].CompareTo(three[2]).ShouldBeLessThanOrEqualTo(0, string.Join(" ; ", three.Select(static v => v.ToString())));
        }
    }

    [Fact]
    public void Texts_sort_by_code_point_and_not_by_utf16_unit() =>
        RegoString.Of("\ue000").CompareTo(RegoString.Of("\U0001f600")).ShouldBeLessThan(0);

    [Fact]
    public void Collections_are_equal_whatever_the_order_of_addition()
    {
        var random = new Random(5);
        for (int round = 0; round < 500; round++)
        {
            RegoValue[] items = RandomValues.Many(random, 3);
            RegoValue[] shuffled = [.. items];
            random.Shuffle(shuffled);
            RegoSet one = RegoSet.Of(items);
            RegoSet other = RegoSet.Of(shuffled);

            one.ShouldBe(other);
            one.GetHashCode().ShouldBe(other.GetHashCode());
            one.ToString().Length.ShouldBe(other.ToString().Length);
        }
    }

    [Fact]
    public void A_large_object_finds_every_key_and_lists_them_sorted()
    {
        var builder = new RegoObject.Builder();
        for (int i = 999; i >= 0; i--)
        {
            builder.Set($"key{i:0000}", RegoNumber.Of(i));
        }

        RegoObject built = builder.Build();

        built.TryGet("key0500", out RegoValue? value).ShouldBeTrue();
        value.ShouldBe(RegoNumber.Of(500));
        built.TryGet("absent", out _).ShouldBeFalse();
        built.Select(static e => ((RegoNumber)e.Value).ToDouble()).ShouldBe(Enumerable.Range(0, 1000).Select(static i => (double)i));
    }
}
