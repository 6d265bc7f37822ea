using Pharos.Events;
using Pharos.Grants;
using Pharos.Proposals;

namespace Pharos.Tests.Grants;

public sealed class GrantBookTests
{
    [Theory]
    [InlineData(GrantScope.Workspace, null)]
    [InlineData(GrantScope.Workspace, 31.0)]
    [InlineData(GrantScope.Session, 2.0)]
    [InlineData(GrantScope.Session, -1.0)]
    public async Task A_grant_that_ends_never_too_late_or_in_the_past_is_refused(GrantScope scope, double? days)
    {
        using var gate = await GrantFixture.OpenAsync();
        (await gate.GrantAsync(GrantFixture.Bash("tool --x"), scope, days is { } lasting ? TimeSpan.FromDays(lasting) : null)).ShouldBeNull();
    }

    [Fact]
    public async Task Another_node_finds_the_same_grants_in_the_log()
    {
        using var gate = await GrantFixture.OpenAsync();
        var grant = (await gate.GrantAsync(GrantFixture.Bash("tool --x"))).ShouldNotBeNull();
        using var other = await GrantBook.OpenAsync(gate.Log, (_, _) => false, TimeSpan.Zero, gate.Clock, TestContext.Current.CancellationToken);
        other.Find(grant.Id).ShouldBe(grant);
        await gate.Book.RevokeAsync(grant.Id, new Actor(ActorKind.User, "ben"), TestContext.Current.CancellationToken);
        await other.RefreshAsync(TestContext.Current.CancellationToken);
        other.Find(grant.Id).ShouldNotBeNull().RevokedBy.ShouldBe("ben");
        other.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_grant_is_taken_back_once()
    {
        using var gate = await GrantFixture.OpenAsync();
        var grant = (await gate.GrantAsync(GrantFixture.Bash("tool --x"))).ShouldNotBeNull();
        (await RevokeAsync(gate, grant.Id)).ShouldBeOfType<GrantOutcome.Recorded>();
        (await RevokeAsync(gate, grant.Id)).ShouldBeOfType<GrantOutcome.Refused>().Problem.Code.ShouldBe("grant.ended");
        (await RevokeAsync(gate, Guid.NewGuid())).ShouldBeOfType<GrantOutcome.Refused>().Problem.Code.ShouldBe("grant.unknown");
    }

    [Fact]
    public async Task No_more_are_in_force_than_the_book_holds_and_old_ones_make_room()
    {
        using var gate = await GrantFixture.OpenAsync();
        for (var i = 0; i < GrantBook.MaximumActive; i++)
        {
            (await gate.GrantAsync(GrantFixture.Bash($"tool {i}"), lasting: TimeSpan.FromHours(1))).ShouldNotBeNull();
        }

        (await gate.GrantAsync(GrantFixture.Bash("tool more"))).ShouldBeNull();
        gate.Clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < GrantState.MaximumEnded + 5; i++)
        {
            (await gate.GrantAsync(GrantFixture.Bash($"tool {i}"), lasting: TimeSpan.FromMinutes(1))).ShouldNotBeNull();
            gate.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        gate.Book.All.Count.ShouldBeLessThanOrEqualTo(GrantBook.MaximumActive + GrantState.MaximumEnded);
    }

    [Fact]
    public async Task An_event_whose_payload_was_erased_grants_nothing()
    {
        using var gate = await GrantFixture.OpenAsync();
        await gate.GrantAsync(GrantFixture.Bash("tool --x"));
        var record = await gate.Log.GetAsync(new Position(1), TestContext.Current.CancellationToken);
        GrantState.Apply(GrantState.Empty, record.ShouldNotBeNull() with { Payload = default }).All.ShouldBeEmpty();
    }

    private static ValueTask<GrantOutcome> RevokeAsync(GrantFixture gate, Guid id) => gate.Book.RevokeAsync(id, new Actor(ActorKind.User, "ben"), TestContext.Current.CancellationToken);
}
