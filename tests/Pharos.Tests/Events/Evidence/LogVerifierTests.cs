using System.Text;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Tests.Events.Evidence;

public sealed class LogVerifierTests
{
    private static readonly string[] Texts = ["claude-1", "ä", "", "日本語", "🦊 fox", "a b\tc", new('x', 3000)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_leaf_of_a_raw_row_is_the_leaf_of_its_event()
    {
        var random = new Random(20261121);
        for (var run = 0; run < 300; run++)
        {
            var record = Log(random, 1)[0];
            var sink = new LeafSink();
            RecordChainSource.Of([record]).ReadAsync(new Position(1), new Position(1), sink, Cancellation).IsCompletedSuccessfully.ShouldBeTrue();
            new Digest(sink.Leaf).ShouldBe(HashChain.Leaf(record, HashChain.PayloadOf(record)));
        }
    }

    [Fact]
    public async Task Ranges_side_by_side_find_what_the_plain_walk_finds()
    {
        var random = new Random(4711);
        for (var run = 0; run < 400; run++)
        {
            var log = Log(random, random.Next(1, 40));
            var damaged = run % 8 == 0 ? log : Damage(log, random);
            var plain = await ChainVerifier.VerifyAsync(damaged.ToAsyncEnumerable(), cancellationToken: Cancellation);
            var options = new VerifyOptions
            {
                RangeSize = random.Next(1, 12),
                Heads = [.. log.Where(_ => random.Next(3) == 0).Select(record => new ChainAnchor(record.Position, record.Hash, "heads.log"))],
            };
            var fast = await new LogVerifier(RecordChainSource.Of(damaged), options).VerifyAsync(cancellationToken: Cancellation);
            if (plain.Break is { } expected)
            {
                fast.Break.ShouldNotBeNull($"run {run}: {expected}").Position.ShouldBe(expected.Position, $"run {run}: {expected} {fast.Break}");
            }
            else if (fast.Break is { } other)
            {
                // What the plain walk cannot see: it knows nothing of heads.
                other.Kind.ShouldBe(ChainBreakKind.TailCut, $"run {run}: {other}");
            }
            else
            {
                fast.Hash.ShouldBe(plain.Hash);
                fast.Events.ShouldBe(plain.Events);
            }
        }
    }

    [Fact]
    public async Task An_empty_log_holds()
    {
        var report = await new LogVerifier(RecordChainSource.Of([]), new VerifyOptions()).VerifyAsync(cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(0);
        report.Hash.ShouldBe(Digest.Genesis);
    }

    [Fact]
    public async Task A_beginning_behind_the_end_finds_nothing_to_look_at()
    {
        var report = await new LogVerifier(RecordChainSource.Of(Log(new Random(1), 5)), new VerifyOptions { From = new Position(50) }).VerifyAsync(cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(0);
    }

    [Fact]
    public async Task A_blob_that_is_gone_or_other_than_it_was_is_a_break_at_the_event_that_names_it()
    {
        await using var store = new InMemoryEventStore(TimeProvider.System);
        var present = await store.Blobs.PutAsync("there"u8.ToArray(), Cancellation);
        await store.Log.AppendAsync(AppendBatch.Of(Event() with { Blobs = [present] }, Event() with { Blobs = [Digest.Of("gone"u8)] }), Cancellation);
        var report = await new LogVerifier(RecordChainSource.Of(store.Log), new VerifyOptions { Blobs = store.Blobs }).VerifyAsync(cancellationToken: Cancellation);
        report.Break.ShouldNotBeNull().Kind.ShouldBe(ChainBreakKind.BlobMissing);
        report.Break!.Position.ShouldBe(new Position(2));
    }

    [Fact]
    public void Any_line_but_a_checkpoint_is_none_and_never_a_crash()
    {
        using var signer = CheckpointSigner.TryOfPem(CheckpointSigner.NewPem())!;
        var whole = CheckpointJson.Write(signer.Sign(Digest.Of("log"u8), new Position(7), Digest.Of("head"u8), DateTimeOffset.UnixEpoch, new Position(3))).ToArray();
        CheckpointJson.Parse(whole).ShouldNotBeNull().IsSignedBy(signer.Key).ShouldBeTrue();
        var random = new Random(99);
        for (var run = 0; run < 20_000; run++)
        {
            var line = (byte[])whole.Clone();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                line[random.Next(line.Length)] = (byte)random.Next(256);
            }

            if (CheckpointJson.Parse(line.AsSpan(0, random.Next(line.Length + 1))) is { } parsed && parsed != CheckpointJson.Parse(whole))
            {
                // What is not signed may differ; everything else no longer fits the signature.
                (parsed.IsSignedBy(signer.Key) && (parsed with { PublishedAt = new Position(3), Signature = "" }) != (CheckpointJson.Parse(whole)! with { Signature = "" })).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void A_key_that_is_none_is_refused()
    {
        CheckpointKey.TryOf([1, 2, 3]).ShouldBeNull();
        CheckpointKey.TryOfPem("no pem").ShouldBeNull();
        CheckpointSigner.TryOfPem("no pem").ShouldBeNull();
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        CheckpointSigner.TryOfPem(other.ExportPkcs8PrivateKeyPem()).ShouldBeNull();
        CheckpointKey.TryOfPem(other.ExportSubjectPublicKeyInfoPem()).ShouldBeNull();
        using var signer = CheckpointSigner.TryOfPem(CheckpointSigner.NewPem())!;
        CheckpointSigner.TryOfPem(System.Security.Cryptography.PemEncoding.WriteString("PUBLIC KEY", signer.Key.PublicKey.Span)).ShouldBeNull();
        CheckpointKey.TryOfPem(System.Security.Cryptography.PemEncoding.WriteString("PUBLIC KEY", signer.Key.PublicKey.Span))!.Id.ShouldBe(signer.Key.Id);
    }

    private static NewEvent Event() => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = "a.happened",
        At = DateTimeOffset.UnixEpoch,
        Actor = new Actor(ActorKind.System, "test"),
        Payload = "{}"u8.ToArray(),
    };

    private static List<EventRecord> Log(Random random, int count)
    {
        var records = new List<EventRecord>();
        var hash = Digest.Genesis;
        for (var i = 1; i <= count; i++)
        {
            var next = Event() with
            {
                Stream = new StreamId(random.Next(2) == 0 ? "proposal" : "review", Id(random)),
                Id = new EventId(Id(random)),
                Schema = random.Next(),
                At = DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(-600_000_000_000_000_000, 2_000_000_000_000_000_000)),
                Actor = new Actor((ActorKind)random.Next(1, 4), Texts[random.Next(Texts.Length)]),
                Agent = random.Next(2) == 0 ? null : Texts[random.Next(Texts.Length)],
                Workspace = random.Next(2) == 0 ? null : Texts[random.Next(Texts.Length)],
                Correlation = random.Next(2) == 0 ? null : new CorrelationId(Id(random)),
                Causation = random.Next(2) == 0 ? null : new EventId(Id(random)),
                Payload = Encoding.UTF8.GetBytes($"{{\"n\":{random.Next()}}}"),
            };
            records.Add(EventSealing.Seal(next, new Position(i), random.Next(1, 100), random.Next(2) == 0 ? null : new OperationId(Id(random)), hash));
            hash = records[^1].Hash;
        }

        return records;
    }

    private static List<EventRecord> Damage(List<EventRecord> log, Random random)
    {
        var damaged = log.ToList();
        var at = random.Next(damaged.Count);
        var record = damaged[at];
        switch (random.Next(9))
        {
            case 0:
                damaged.RemoveAt(at);
                break;
            case 1:
                damaged[at] = record with { Payload = "{\"n\":-1}"u8.ToArray() };
                break;
            case 2:
                damaged[at] = record with { Agent = record.Agent + "!" };
                break;
            case 3:
                damaged[at] = record with { Version = record.Version ^ 1 };
                break;
            case 4:
                damaged[at] = record with { Leaf = Digest.Of("other"u8) };
                break;
            case 5:
                damaged[at] = record with { Hash = Digest.Of("other"u8) };
                break;
            case 6:
                var other = random.Next(damaged.Count);
                (damaged[at], damaged[other]) = (damaged[other] with { Position = record.Position }, record with { Position = damaged[other].Position });
                break;
            case 7:
                damaged.RemoveRange(at, damaged.Count - at);
                break;
            default:
                damaged[at] = record with { At = record.At.AddTicks(TimeSpan.TicksPerMicrosecond) };
                break;
        }

        return damaged;
    }

    private static Guid Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private sealed class LeafSink : IChainSink
    {
        public byte[] Leaf { get; } = new byte[Digest.Size];

        public bool Take(in ChainRow row)
        {
            new RowLeaf().Compute(row, row.Position, System.Security.Cryptography.SHA256.HashData(row.Payload), Leaf);
            return true;
        }
    }
}
