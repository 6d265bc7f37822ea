using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pharos.Events;

namespace Pharos.Tests.Events;

public sealed class HashChainTests
{
    private static readonly EventRecord Record = new()
    {
        Position = new Position(42),
        Stream = new StreamId("proposal", Guid.Parse("0199a6f0-0000-7000-8000-000000000001")),
        Version = 2,
        Id = new EventId(Guid.Parse("0199a6f0-0000-7000-8000-000000000002")),
        Type = "proposal.decided",
        Schema = 1,
        At = new DateTimeOffset(2026, 11, 21, 3, 30, 0, 123, 456, TimeSpan.Zero),
        Actor = new Actor(ActorKind.Agent, "claude-1"),
        Agent = "claude-1",
        Workspace = "/srv/app",
        Payload = "{}"u8.ToArray(),
        Leaf = default,
        Hash = default,
    };

    [Fact]
    public void A_leaf_is_the_documented_bytes_and_nothing_else()
    {
        // Put together by hand from CONTRACTS, so that a program in any language can check a log with the documentation alone.
        using var bytes = new MemoryStream();
        Add(bytes, BitConverter.GetBytes(42L).Reverse().ToArray());
        Add(bytes, "0199a6f0-0000-7000-8000-000000000002");
        Add(bytes, "proposal-0199a6f0-0000-7000-8000-000000000001");
        Add(bytes, BitConverter.GetBytes(2L).Reverse().ToArray());
        Add(bytes, "proposal.decided");
        Add(bytes, [0, 0, 0, 1]);
        Add(bytes, "2026-11-21T03:30:00.123456Z");
        Add(bytes, "agent");
        Add(bytes, "claude-1");
        Add(bytes, "claude-1");
        Add(bytes, "/srv/app");
        Add(bytes, "");
        Add(bytes, "");
        Add(bytes, "");
        Add(bytes, SHA256.HashData("{}"u8));
        HashChain.Leaf(Record, Digest.Of("{}"u8)).ToString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())));
    }

    [Fact]
    public void The_longest_texts_and_every_id_have_room_in_a_leaf()
    {
        var correlation = Guid.Parse("0199a6f0-0000-7000-8000-000000000003");
        var full = Record with
        {
            Type = new string('語', EventLimits.TypeLength),
            At = new DateTimeOffset(1, 2, 3, 4, 5, 6, TimeSpan.Zero),
            Actor = new Actor(ActorKind.System, new string('語', EventLimits.ActorLength)),
            Agent = new string('語', EventLimits.ActorLength),
            Workspace = new string('語', EventLimits.WorkspaceLength),
            Correlation = new CorrelationId(correlation),
            Causation = new EventId(correlation),
            OperationId = new OperationId(correlation),
        };
        using var bytes = new MemoryStream();
        Add(bytes, BitConverter.GetBytes(42L).Reverse().ToArray());
        Add(bytes, "0199a6f0-0000-7000-8000-000000000002");
        Add(bytes, "proposal-0199a6f0-0000-7000-8000-000000000001");
        Add(bytes, BitConverter.GetBytes(2L).Reverse().ToArray());
        Add(bytes, full.Type);
        Add(bytes, [0, 0, 0, 1]);
        Add(bytes, "0001-02-03T04:05:06.000000Z");
        Add(bytes, "system");
        Add(bytes, full.Actor.Id);
        Add(bytes, full.Agent);
        Add(bytes, full.Workspace);
        Add(bytes, correlation.ToString());
        Add(bytes, correlation.ToString());
        Add(bytes, correlation.ToString());
        Add(bytes, new byte[32]);
        HashChain.Leaf(full, default).ToString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())));
    }

    [Fact]
    public void A_link_is_the_hash_of_both() =>
        HashChain.Link(Digest.Genesis, Digest.Of("x"u8)).ToString()
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData([.. new byte[32], .. SHA256.HashData("x"u8)])));

    [Fact]
    public void No_two_divisions_of_the_same_text_make_the_same_leaf()
    {
        var one = HashChain.Leaf(Record with { Agent = "ab", Workspace = "c" }, default);
        HashChain.Leaf(Record with { Agent = "a", Workspace = "bc" }, default).ShouldNotBe(one);
    }

    private static void Add(MemoryStream bytes, string text) => Add(bytes, Encoding.UTF8.GetBytes(text));

    private static void Add(MemoryStream bytes, byte[] field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        bytes.Write(length);
        bytes.Write(field);
    }
}
