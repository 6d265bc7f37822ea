using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pharos.Policies;
using Pharos.Server.Health;
using Pharos.Server.Policies;

namespace Pharos.Server.Tests.Health;

public sealed class BundleHealthTests
{
    private readonly ManualClock _clock = new();
    private readonly BundleStatuses _statuses = new();

    [Fact]
    public async Task Without_configured_bundles_all_is_well() => (await JudgeAsync()).Status.ShouldBe(HealthStatus.Healthy);

    [Theory]
    [InlineData(60, 5, 6)]
    [InlineData(600, 29, 31)]
    public async Task A_bundle_that_was_not_found_for_three_intervals_and_five_minutes_is_stale(int pollSeconds, int wellAfter, int staleAfter)
    {
        _statuses.Update("acme", status => status with { PollEvery = TimeSpan.FromSeconds(pollSeconds), LastRequest = _clock.GetUtcNow(), LastSuccessfulRequest = _clock.GetUtcNow() });
        _clock.Advance(TimeSpan.FromMinutes(wellAfter));
        (await JudgeAsync()).Status.ShouldBe(HealthStatus.Healthy);
        _clock.Advance(TimeSpan.FromMinutes(staleAfter - wellAfter));
        var stale = await JudgeAsync();
        stale.Status.ShouldBe(HealthStatus.Degraded);
        stale.Description.ShouldNotBeNull().ShouldContain($"bundle \"acme\" was last found {staleAfter} minutes ago");
        _statuses.Update("acme", status => status with { LastSuccessfulRequest = _clock.GetUtcNow() });
        (await JudgeAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_refused_bundle_is_told_with_its_code_and_what_decides_instead()
    {
        _statuses.Update("acme", status => status with { Code = "bundle.refused", Message = "acme/a.rego:3: broken", ActiveRevision = "r1", LastSuccessfulRequest = _clock.GetUtcNow() });
        var refused = await JudgeAsync();
        refused.Status.ShouldBe(HealthStatus.Degraded);
        refused.Description.ShouldNotBeNull().ShouldContain("bundle.refused: bundle \"acme\": acme/a.rego:3: broken (active: r1)");
    }

    private Task<HealthCheckResult> JudgeAsync() => new BundleHealthCheck(_statuses, _clock).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
}
