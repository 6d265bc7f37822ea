using Pharos.Agents;
using Pharos.Server.Security;

namespace Pharos.Server.Tests.Security;

public sealed class RateLimiterTests
{
    private readonly ManualClock _clock = new();
    private readonly RateLimiter _limiter;
    private readonly Guid _token = Guid.CreateVersion7();

    public RateLimiterTests() => _limiter = new RateLimiter(new Dictionary<Role, int> { [Role.Agent] = 60, [Role.Admin] = 0 }, _clock);

    [Fact]
    public void A_minutes_worth_may_be_spent_at_once_and_then_flows_back_evenly()
    {
        for (var i = 0; i < 60; i++)
        {
            _limiter.Take(_token, Role.Agent, 1).ShouldBeNull();
        }

        _limiter.Take(_token, Role.Agent, 1).ShouldNotBeNull().ShouldBe(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        _limiter.Take(_token, Role.Agent, 1).ShouldBeNull();
        _limiter.Take(_token, Role.Agent, 1).ShouldNotBeNull();
    }

    [Fact]
    public void One_token_does_not_take_anothers_turn()
    {
        _limiter.Take(_token, Role.Agent, 60).ShouldBeNull();
        _limiter.Take(Guid.CreateVersion7(), Role.Agent, 1).ShouldBeNull();
    }

    [Fact]
    public void A_batch_counts_its_items()
    {
        _limiter.Take(_token, Role.Agent, 50).ShouldBeNull();
        _limiter.Take(_token, Role.Agent, 11).ShouldNotBeNull();
    }

    [Fact]
    public void A_batch_larger_than_a_minutes_worth_waits_for_a_full_bucket()
    {
        _limiter.Take(_token, Role.Agent, 1000).ShouldBeNull();
        _limiter.Take(_token, Role.Agent, 1000).ShouldNotBeNull().ShouldBe(TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        for (var i = 0; i < 1000; i++)
        {
            _limiter.Take(_token, Role.Admin, 1000).ShouldBeNull();
        }
    }
}
