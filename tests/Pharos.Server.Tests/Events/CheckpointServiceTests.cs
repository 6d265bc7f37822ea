using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Server.Configuration;
using Pharos.Server.Events;
using Pharos.Storage.Evidence;

namespace Pharos.Server.Tests.Events;

public sealed class CheckpointServiceTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-checkpoints-").FullName;
    private readonly ManualClock _clock = new();
    private InMemoryEventStore _store = null!;
    private CheckpointService _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CheckpointFile Own => new(Path.Combine(_folder, "checkpoints.jsonl"));

    private CheckpointFile Copy => new(Path.Combine(_folder, "copy", "checkpoints.jsonl"));

    public ValueTask InitializeAsync()
    {
        _store = new InMemoryEventStore(_clock);
        _service = Make(CheckpointSigner.NewPem());
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_empty_log_gets_none()
    {
        (await _service.SignIfDueAsync(isLast: true, Cancellation)).ShouldBeNull();
        (await TypesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_key_is_published_before_the_first_checkpoint_and_only_once()
    {
        await AppendAsync(1);
        var first = (await _service.SignIfDueAsync(isLast: true, Cancellation)).ShouldNotBeNull();
        await AppendAsync(1);
        (await _service.SignIfDueAsync(isLast: true, Cancellation)).ShouldNotBeNull();
        (await TypesAsync()).ShouldBe(["a.happened", "log.key-published", "log.checkpointed", "a.happened", "log.checkpointed"]);
        first.Position.ShouldBe(new Position(2));
        first.PublishedAt.ShouldBe(new Position(2));
        first.IsSignedBy(EvidenceEvents.PublishedKey((await _store.Log.GetAsync(new Position(2), Cancellation))!.Payload.Span)!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_thousand_events_are_due_and_fewer_wait_a_minute()
    {
        await AppendAsync(999);
        (await _service.SignIfDueAsync(isLast: false, Cancellation)).ShouldBeNull();
        await AppendAsync(1);
        (await _service.SignIfDueAsync(isLast: false, Cancellation)).ShouldNotBeNull();
        await AppendAsync(1);
        (await _service.SignIfDueAsync(isLast: false, Cancellation)).ShouldBeNull();
        _clock.Advance(CheckpointService.Longest);
        (await _service.SignIfDueAsync(isLast: false, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_checkpoint_is_no_news_for_the_next_one()
    {
        await AppendAsync(1);
        await _service.SignIfDueAsync(isLast: true, Cancellation);
        _clock.Advance(TimeSpan.FromHours(1));
        (await _service.SignIfDueAsync(isLast: true, Cancellation)).ShouldBeNull();
        using var restarted = Make(CheckpointSigner.NewPem());
        (await restarted.SignIfDueAsync(isLast: true, Cancellation)).ShouldBeNull();
        _service.Findings().ShouldNotContain(finding => finding.Code == "checkpoint.late");
    }

    [Fact]
    public async Task A_new_key_is_published_too_and_everything_verifies()
    {
        await AppendAsync(3);
        await _service.SignIfDueAsync(isLast: true, Cancellation);
        using var other = Make(CheckpointSigner.NewPem());
        await AppendAsync(1);
        await other.SignIfDueAsync(isLast: true, Cancellation);
        var report = await new LogVerifier(RecordChainSource.Of(_store.Log), new VerifyOptions { Checkpoints = Own.Read() }).VerifyAsync(cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Checkpoints.ShouldBe(2);
        report.Keys.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_copy_that_cannot_be_written_is_said_and_stops_nothing()
    {
        await AppendAsync(1);
        (await _service.SignIfDueAsync(isLast: true, Cancellation)).ShouldNotBeNull();
        _service.Findings().Select(finding => finding.Code).ShouldBe(["checkpoint.unwritable"]);
        Directory.CreateDirectory(Path.Combine(_folder, "copy"));
        await AppendAsync(1);
        (await _service.SignIfDueAsync(isLast: true, Cancellation)).ShouldNotBeNull();
        _service.Findings().ShouldBeEmpty();
        Own.Read().Count.ShouldBe(2);
        Copy.Read().Count.ShouldBe(1);
        Copy.Last().ShouldBe(Own.Last());
    }

    [Fact]
    public async Task Events_that_wait_ten_minutes_are_said()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "copy"));
        await AppendAsync(1);
        await _service.SignIfDueAsync(isLast: false, Cancellation);
        _clock.Advance(CheckpointService.Alarming + TimeSpan.FromSeconds(1));
        _service.Findings().Select(finding => finding.Code).ShouldBe(["checkpoint.late"]);
        await _service.SignIfDueAsync(isLast: false, Cancellation);
        _service.Findings().ShouldBeEmpty();
    }

    [Fact]
    public async Task Stopping_signs_what_waits()
    {
        await AppendAsync(5);
        using var stopping = new CancellationTokenSource();
        var running = _service.RunAsync(stopping.Token);
        await stopping.CancelAsync();
        await running;
        Own.Last()!.Position.ShouldBe(new Position(6));
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        var data = new DataFolder(Path.Combine(_folder, "data"));
        data.Create();
        using (CheckpointKeyFile.ReadOrMake(data))
        {
            File.GetUnixFileMode(data.CheckpointKey).ShouldBe(DataFolder.SecretMode);
        }

        File.SetUnixFileMode(data.CheckpointKey, DataFolder.SecretMode | UnixFileMode.GroupRead);
        Should.Throw<ServerStartException>(() => CheckpointKeyFile.ReadOrMake(data)).Code.ShouldBe("key.invalid");
    }

    [Fact]
    public void A_key_file_that_holds_no_key_is_refused()
    {
        var data = new DataFolder(Path.Combine(_folder, "data"));
        data.Create();
        DataFolder.WriteSecret(data.CheckpointKey, "no key"u8);
        Should.Throw<ServerStartException>(() => CheckpointKeyFile.ReadOrMake(data)).Code.ShouldBe("key.invalid");
    }

    private CheckpointService Make(string pem) =>
        new(_store, _store.Log, CheckpointSigner.TryOfPem(pem)!, [Own, Copy], _clock, NullLogger<CheckpointService>.Instance);

    private async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _store.Log.AppendAsync(
                AppendBatch.Of(new NewEvent
                {
                    Stream = StreamId.New("proposal", _clock),
                    Id = EventId.New(_clock),
                    Type = "a.happened",
                    At = _clock.GetUtcNow(),
                    Actor = new Actor(ActorKind.System, "test"),
                    Payload = "{}"u8.ToArray(),
                }),
                Cancellation);
        }
    }

    private async Task<List<string>> TypesAsync() => await _store.Log.ReadAllAsync(Position.Start, Cancellation).Select(record => record.Type).ToListAsync(Cancellation);
}
