using FsCheck;
using FsCheck.Fluent;
using Pharos.Events.Indexing;

namespace Pharos.Tests.Events.Indexing;

public sealed class PostingCodecTests
{
    [Fact]
    public void What_was_encoded_is_decoded()
    {
        var positions = from distances in Gen.Choose(1, int.MaxValue).Select(distance => distance % 7 == 0 ? distance : 1 + (distance % 300)).NonEmptyListOf()
                        select Positions(distances.Take(PostingBlock.MaxPositions));
        Prop.ForAll(
            positions.ToArbitrary(),
            wanted =>
            {
                var tail = Tail(wanted);
                return PostingCodec.TryDecode(wanted[0], tail.Distances.Span, out var block)
                    && block.Positions.SequenceEqual(wanted) && tail.First == wanted[0] && tail.Last == wanted[^1] && tail.Count == wanted.Count;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_largest_positions_are_decoded()
    {
        long[] wanted = [1, long.MaxValue - 1, long.MaxValue];
        PostingCodec.TryDecode(1, Tail(wanted).Distances.Span, out var block).ShouldBeTrue();
        block.Positions.ShouldBe(wanted);
    }

    [Fact]
    public void A_full_block_is_decoded_and_takes_no_more()
    {
        var tail = Tail(Positions(Enumerable.Repeat(1, PostingBlock.MaxPositions)));
        tail.IsFull.ShouldBeTrue();
        PostingCodec.TryDecode(1, tail.Distances.Span, out var block).ShouldBeTrue();
        block.Positions.Count.ShouldBe(PostingBlock.MaxPositions);
        Should.Throw<InvalidOperationException>(() => tail.Add(10_000));
    }

    [Fact]
    public void A_tail_goes_on_with_a_block_that_was_stored()
    {
        var first = Tail([5, 9, 1000]);
        PostingCodec.TryDecode(5, first.Distances.Span, out var block).ShouldBeTrue();
        var second = PostingTail.From(block);
        second.Add(1001);
        PostingCodec.TryDecode(5, second.Distances.Span, out var more).ShouldBeTrue();
        more.Positions.ShouldBe([5, 9, 1000, 1001]);
    }

    [Theory]
    [InlineData("a distance of zero", 1, new byte[] { 0 })]
    [InlineData("leading zeros", 1, new byte[] { 0x81, 0x00 })]
    [InlineData("an end in the middle", 1, new byte[] { 0x01, 0x81 })]
    [InlineData("a distance of ten bytes", 1, new byte[] { 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x01 })]
    [InlineData("a position beyond the largest", long.MaxValue, new byte[] { 0x01 })]
    [InlineData("a first position of zero", 0, new byte[] { 0x01 })]
    [InlineData("a negative first position", -5, new byte[] { 0x01 })]
    public void Bytes_that_no_encoder_wrote_are_refused(string what, long first, byte[] bytes) =>
        PostingCodec.TryDecode(first, bytes, out _).ShouldBeFalse(what);

    [Fact]
    public void More_positions_than_a_block_holds_are_refused() =>
        PostingCodec.TryDecode(1, Enumerable.Repeat((byte)1, PostingBlock.MaxPositions).ToArray(), out _).ShouldBeFalse();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_bytes_are_refused_or_are_the_one_form_of_ascending_positions(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(random.Next(2) == 0 ? 12 : 6000)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
            {
                // Mostly small distances, so that much of it decodes.
                bytes = [.. bytes.Select(next => random.Next(40) == 0 ? next : (byte)(next & 0x7f))];
            }

            var first = random.Next(10) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(1, 1_000_000);
            if (PostingCodec.TryDecode(first, bytes, out var block))
            {
                block.Positions.Zip(block.Positions.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
                Tail(block.Positions).Distances.ToArray().ShouldBe(bytes);
            }
        }
    }

    private static List<long> Positions(IEnumerable<int> distances)
    {
        var positions = new List<long>();
        foreach (var distance in distances)
        {
            positions.Add((positions.Count == 0 ? 0 : positions[^1]) + distance);
        }

        return positions;
    }

    private static PostingTail Tail(IReadOnlyList<long> positions)
    {
        var tail = PostingTail.From(positions[0]);
        foreach (var position in positions.Skip(1))
        {
            tail.Add(position);
        }

        return tail;
    }
}
