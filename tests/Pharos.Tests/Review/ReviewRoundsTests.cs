using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Tests.Review;

public sealed class ReviewRoundsTests
{
    private static readonly ReviewId One = new(Guid.Parse("01900000-0000-7000-8000-000000000001")), Two = new(Guid.Parse("01900000-0000-7000-8000-000000000002"));

    private readonly ReviewRounds<int, string> _rounds = new();
    private readonly TaskCompletionSource _door = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _served = [];
    private Task<string>? _first;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_while_a_round_runs_has_the_next_one_together_with_all_others()
    {
        await BeginAsync();
        var later = Enumerable.Range(2, 3).Select(ask => _rounds.AskAsync(One, ask, ServeAsync, Cancellation)).ToList();
        _door.SetResult();
        (await _first!).ShouldBe("1");
        (await Task.WhenAll(later)).ShouldAllBe(answer => answer == "2,3,4");
        _served.ShouldBe(["1", "2,3,4"]);
    }

    [Fact]
    public async Task No_round_takes_more_than_fit_into_a_batch()
    {
        await BeginAsync();
        var later = Enumerable.Range(0, ReviewRounds<int, string>.MaximumAsks + 1).Select(ask => _rounds.AskAsync(One, ask, ServeAsync, Cancellation)).ToList();
        _door.SetResult();
        await _first!;
        await Task.WhenAll(later);
        _served.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Another_review_does_not_wait()
    {
        await BeginAsync();
        (await _rounds.AskAsync(Two, 2, asks => Task.FromResult($"two {asks[0]}"), Cancellation)).ShouldBe("two 2");
        _door.SetResult();
        await _first!;
    }

    [Fact]
    public async Task Who_has_left_is_not_served_and_takes_nobody_along()
    {
        using var leaving = new CancellationTokenSource();
        await BeginAsync();
        var gone = _rounds.AskAsync(One, 2, ServeAsync, leaving.Token);
        var staying = _rounds.AskAsync(One, 3, ServeAsync, Cancellation);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        _door.SetResult();
        await _first!;
        (await staying).ShouldBe("3");
    }

    [Fact]
    public async Task What_goes_wrong_in_a_round_is_told_to_those_in_it_and_the_next_one_goes_on()
    {
        await Should.ThrowAsync<InvalidOperationException>(_rounds.AskAsync(One, 1, _ => Task.FromException<string>(new InvalidOperationException("no")), Cancellation));
        (await _rounds.AskAsync(One, 2, _ => Task.FromResult("two"), Cancellation)).ShouldBe("two");
    }

    /// <summary>A first round that runs until the door opens.</summary>
    private Task BeginAsync()
    {
        _first = _rounds.AskAsync(One, 1, ServeAsync, Cancellation);
        return _begun.Task.WaitAsync(Cancellation);
    }

    private async Task<string> ServeAsync(IReadOnlyList<int> asks)
    {
        _begun.TrySetResult();
        await _door.Task;
        _served.Add(string.Join(',', asks));
        return _served[^1];
    }
}
