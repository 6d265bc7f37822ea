using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

/// <summary>What every engine must keep of <see cref="IUsedNonces"/>. An engine's test class derives from this and opens its nonces.</summary>
public abstract class UsedNoncesContract : IAsyncLifetime
{
    private protected const int Maximum = 40;

    private IUsedNonces? _nonces;

    protected IUsedNonces Nonces => _nonces!;

    private protected SettableClock Clock { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens them, or opens what was open before again.</summary>
    protected abstract Task<IUsedNonces> OpenAsync(int maximum);

    protected abstract ValueTask CloseAsync(IUsedNonces nonces);

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    public async ValueTask InitializeAsync() => _nonces = await OpenAsync(Maximum);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(Nonces);
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_nonce_is_used_once()
    {
        (await UseAsync("a", "n1")).ShouldBe(NonceUse.First);
        (await UseAsync("a", "n1")).ShouldBe(NonceUse.Again);
        (await UseAsync("a", "n2")).ShouldBe(NonceUse.First);
    }

    [Fact]
    public async Task Somebody_elses_equal_nonce_is_another_one()
    {
        (await UseAsync("a", "n1")).ShouldBe(NonceUse.First);
        (await UseAsync("b", "n1")).ShouldBe(NonceUse.First);
        (await UseAsync("a\nn", "1")).ShouldBe(NonceUse.First);
        (await UseAsync("a", "n\n1")).ShouldBe(NonceUse.First);
    }

    [Fact]
    public async Task Of_many_who_use_it_at_once_one_is_the_first()
    {
        var uses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await UseAsync("a", "n1"), Cancellation)));
        uses.Count(use => use == NonceUse.First).ShouldBe(1);
        uses.Count(use => use == NonceUse.Again).ShouldBe(31);
    }

    [Fact]
    public async Task What_has_run_out_makes_room_and_what_has_not_does_not()
    {
        for (var number = 0; number < Maximum; number++)
        {
            await UseAsync("a", $"n{number}", minutes: number == 0 ? 2 : 60);
        }

        Clock.Advance(IUsedNonces.PurgeEvery);
        (await UseAsync("a", "new")).ShouldBe(NonceUse.Full);
        Clock.Advance(IUsedNonces.PurgeEvery * 2);
        (await UseAsync("a", "new")).ShouldBe(NonceUse.First);
        (await UseAsync("a", "n1")).ShouldNotBe(NonceUse.First);
    }

    private protected async Task<NonceUse> UseAsync(string scope, string nonce, int minutes = 10) =>
        await Nonces.UseAsync(scope, nonce, Clock.GetUtcNow() + TimeSpan.FromMinutes(minutes), Cancellation);

    private protected async Task ReopenAsync()
    {
        await CloseAsync(Nonces);
        _nonces = await OpenAsync(Maximum);
    }
}
