using Pharos.Events;
using Pharos.Review.Consensus;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Consensus;

public sealed class ErasedPanelTests : IAsyncLifetime
{
    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly PanelFixture _fixture;

    public ErasedPanelTests() => _fixture = new PanelFixture(PanelFixture.ThreeOfFour, log: _store.Log);

    public async ValueTask InitializeAsync() => await _fixture.RegisterAsync(4);

    [Fact]
    public async Task An_erased_vote_leaves_the_board_with_its_reason()
    {
        var panel = await _fixture.AskAsync();
        panel = await _fixture.VoteAsync(panel, 0, OpinionVerdict.Reject, reason: "it reads what Zoe wrote");
        (await BoardAsync()).ShouldContain("Zoe");
        await _store.EraseAsync(panel.Id.Stream, PanelEvents.Cast);
        (await BoardAsync()).ShouldNotContain("Zoe");
    }

    [Fact]
    public async Task An_erased_request_leaves_the_board_whether_the_panel_is_open_or_concluded()
    {
        var (open, concluded) = (await _fixture.AskAsync("open"), await ConcludedAsync());
        await _store.EraseAsync(open.Id.Stream, PanelEvents.Opened);
        await _store.EraseAsync(concluded.Id.Stream, PanelEvents.Opened);
        (await BoardAsync()).ShouldBe("[]");
        _fixture.Board.Read((board, _) => (board.OpenCount, board.Open.Count(), board.Concluded.Count())).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task The_panels_after_every_single_erasure_are_those_that_the_log_gives_anew()
    {
        await ConcludedAsync();
        await _fixture.VoteAsync(await _fixture.AskAsync("open"), 0, OpinionVerdict.Approve);
        foreach (var record in (await _store.AllAsync(PanelId.StreamCategory)).AsEnumerable().Reverse())
        {
            await _store.EraseAsync(record.Position);
            (await BoardAsync()).ShouldBe(await _store.AnewAsync(new PanelBoardFold()), $"{record.Type} at {record.Position}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _store.DisposeAsync();
    }

    private Task<string> BoardAsync() => _store.SnapshotAsync(_fixture.Board, new PanelBoardFold());

    private async Task<PanelItem> ConcludedAsync()
    {
        var panel = await _fixture.AskAsync("deploy");
        for (var seat = 0; seat < 3; seat++)
        {
            panel = await _fixture.VoteAsync(panel, seat, OpinionVerdict.Approve);
        }

        panel.Conclusion.ShouldNotBeNull();
        return panel;
    }
}
