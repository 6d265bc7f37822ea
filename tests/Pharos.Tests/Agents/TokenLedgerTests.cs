using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Tests.Agents;

public sealed class TokenLedgerTests : IAsyncLifetime
{
    private static readonly Actor Root = new(ActorKind.System, "test");
    private readonly InMemoryEventLog _log = new();
    private readonly TokenSigner _signer = new(new byte[TokenSigner.KeyBytes]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task A_token_that_another_node_issued_a_moment_ago_is_accepted()
    {
        using var here = await OpenAsync();
        using var there = await OpenAsync();
        var issued = await IssueAsync(there);
        here.Check(issued.Token).ShouldBeOfType<TokenCheck.Unknown>();
        (await here.CheckAsync(issued.Token, Cancellation)).ShouldBeOfType<TokenCheck.Valid>();
    }

    [Fact]
    public async Task A_token_that_was_issued_and_revoked_at_another_node_is_refused_at_the_first_look()
    {
        using var here = await OpenAsync();
        using var there = await OpenAsync();
        var issued = await IssueAsync(there);
        await there.RevokeAsync(issued.Entry.Claims.Id, Root, Cancellation);
        (await here.CheckAsync(issued.Token, Cancellation)).ShouldBeOfType<TokenCheck.Revoked>();
    }

    [Fact]
    public async Task A_token_that_is_signed_and_in_no_record_gives_no_right()
    {
        using var here = await OpenAsync();
        var now = TimeProvider.System.GetUtcNow();
        var claims = new TokenClaims(Guid.CreateVersion7(now), "nobody", Role.Admin, now, now.AddDays(1));
        (await here.CheckAsync(_signer.Sign(claims), Cancellation)).ShouldBeOfType<TokenCheck.Unknown>();
    }

    private Task<TokenLedger> OpenAsync() => TokenLedger.OpenAsync(_log, _signer, TimeProvider.System, Cancellation);

    private static async Task<TokenOutcome.Issued> IssueAsync(TokenLedger ledger) =>
        (await ledger.IssueAsync("agent-1", Role.Agent, TimeSpan.FromHours(1), Root, Cancellation)).ShouldBeOfType<TokenOutcome.Issued>();
}
