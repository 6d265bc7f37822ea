using Pharos.Events;

namespace Pharos.Tests.Events;

public sealed class SealingDraftTests
{
    [Fact]
    public void A_draft_seals_as_sealing_at_once_does()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 500; i++)
        {
            var next = Any(random);
            var operation = random.Next(2) == 0 ? new OperationId(Id(random)) : (OperationId?)null;
            var draft = new SealingDraft(next, operation);
            var (position, version, previous) = (new Position(random.NextInt64(1, long.MaxValue)), random.NextInt64(1, long.MaxValue), Digest.Of([(byte)i]));
            draft.Seal(position, version, previous).ShouldBe(EventSealing.Seal(next, position, version, operation, previous));
        }
    }

    [Fact]
    public void A_draft_can_be_sealed_again_elsewhere()
    {
        var next = Any(new Random(1));
        var draft = new SealingDraft(next, null);
        draft.Seal(new Position(7), 3, Digest.Of("a"u8));
        draft.Seal(new Position(8), 1, Digest.Genesis).ShouldBe(EventSealing.Seal(next, new Position(8), 1, null, Digest.Genesis));
    }

    private static NewEvent Any(Random random) => new()
    {
        Stream = new StreamId(random.Next(2) == 0 ? "proposal" : new string('a', random.Next(1, 33)), Id(random)),
        Id = new EventId(Id(random)),
        Type = Text(random, 64)!,
        Schema = random.Next(),
        At = DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(0, long.MaxValue / 8)),
        Actor = new Actor((ActorKind)random.Next(1, 4), Text(random, 256)!),
        Agent = random.Next(2) == 0 ? null : Text(random, 256),
        Workspace = random.Next(2) == 0 ? null : Text(random, 4096),
        Correlation = random.Next(2) == 0 ? null : new CorrelationId(Id(random)),
        Causation = random.Next(2) == 0 ? null : new EventId(Id(random)),
        Payload = new byte[random.Next(1, 100)],
    };

    private static string Text(Random random, int most) => new((char)random.Next(0x20, 0xd000), random.Next(1, most + 1));

    private static Guid Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
