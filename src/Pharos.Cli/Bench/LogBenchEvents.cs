using System.Buffers.Binary;
using System.Text;
using Pharos.Events;

namespace Pharos.Cli.Bench;

/// <summary>
/// Makes events of the size and with the fields that a decision has: about 400 bytes of payload, a fresh stream that must not exist yet, an operation. Ids are
/// stamped with the clock as everywhere, but their rest comes from a seeded generator: asking the system for random bytes would be a sixth of what is measured. For one caller each.
/// </summary>
internal sealed class LogBenchEvents(TimeProvider clock, int seed)
{
    private readonly Random _random = new(seed);

    private const int Types = 8;
    private const int Agents = 50;
    private const int Workspaces = 200;
    private static readonly byte[] ContentHash = Digest.Of("bench"u8).ToArray();
    private static readonly string[] TypeNames = [.. Enumerable.Range(0, Types).Select(i => i == 0 ? "proposal.decided" : $"proposal.kind-{i}")];
    private static readonly string[] AgentNames = [.. Enumerable.Range(0, Agents).Select(i => $"agent-{i}")];
    private static readonly Actor[] Actors = [.. AgentNames.Select(name => new Actor(ActorKind.Agent, name))];
    private static readonly string[] WorkspaceNames = [.. Enumerable.Range(0, Workspaces).Select(i => $"/srv/workspaces/project-{i}")];
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        $$"""{"proposal":{"kind":"command","command":"git status --short --branch && cargo test --workspace","cwd":"/srv/workspaces/project-7"},"answer":{"decision":"allow","rule":"vcs.read","tier":"policy","reason":"{{new string('r', 210)}}"},"micros":41}""");

    /// <summary>Payload bytes of one event.</summary>
    public static int PayloadBytes => Payload.Length;

    /// <summary>A correlation that many events share.</summary>
    public static CorrelationId CorrelationOf(long number) => new(new Guid((int)(number / 20), 7, 7, 0x80, 0, 0, 0, 0, 0, 0, 1));

    /// <summary>The event with a number.</summary>
    public NewEvent Next(long number) => new()
    {
        Stream = new StreamId("proposal", NextId()),
        Id = new EventId(NextId()),
        Type = TypeNames[number % Types],
        At = clock.GetUtcNow(),
        Actor = Actors[number % Agents],
        Agent = AgentNames[number % Agents],
        Workspace = WorkspaceNames[number % Workspaces],
        Correlation = CorrelationOf(number),
        Payload = Payload,
    };

    /// <summary>The batch with a number, as a server appends a decision.</summary>
    public AppendBatch Batch(long number)
    {
        var next = Next(number);
        return new AppendBatch([next], [new ExpectedVersion(next.Stream, 0)], new Operation(NextOperation(), ContentHash));
    }

    /// <summary>A new operation.</summary>
    public OperationId NextOperation() => new(NextId());

    private Guid NextId()
    {
        Span<byte> id = stackalloc byte[16];
        _random.NextBytes(id);
        BinaryPrimitives.WriteInt64BigEndian(id, (clock.GetUtcNow().ToUnixTimeMilliseconds() << 16) | (0x7000L + id[7]));
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
