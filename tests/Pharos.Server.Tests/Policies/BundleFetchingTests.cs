using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Agents;
using Pharos.Integrations.Bundles;
using Pharos.Policies;
using Pharos.Rego.Bundles;
using Pharos.Rego.Tokens;
using Pharos.Server.Policies;

namespace Pharos.Server.Tests.Policies;

public sealed class BundleFetchingTests : IAsyncLifetime
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly BundleServer _server = new();
    private readonly FakeBundleHost _host = new();
    private readonly HttpClient _client = HttpBundleSource.CreateClient();
    private readonly BundleStatuses _statuses = new();

    private static byte[] Acme(int n, string revision = "r") => BundleServer.Bundle((".manifest", $$"""{"revision":"{{revision}}","roots":["acme"]}"""), ("acme/data.json", $$"""{"n":{{n}}}"""));

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_bundle_is_fetched_once_and_again_only_when_it_changed()
    {
        var fetching = Fetching();
        _host.Archive = Acme(1);
        await fetching.LookAsync(CancellationToken.None);
        await fetching.LookAsync(CancellationToken.None);
        (_host.Full, _host.NotModified).ShouldBe((1, 1));
        (await DataAsync()).ShouldContain("\"n\":1");
        (_host.Archive, _host.Tag) = (Acme(2, "r2"), "\"2\"");
        await fetching.LookAsync(CancellationToken.None);
        (await DataAsync()).ShouldContain("\"n\":2");
        Status.ActiveRevision.ShouldBe("r2");
        Status.Code.ShouldBeNull();
        Status.LastSuccessfulActivation.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("500", "bundle.http")]
    [InlineData("redirect", "bundle.http")]
    [InlineData("cut", "bundle.unreachable")]
    public async Task A_server_that_fails_changes_nothing_and_is_said_in_the_status(string fault, string code)
    {
        var fetching = Fetching();
        _host.Archive = Acme(1);
        await fetching.LookAsync(CancellationToken.None);
        (_host.Archive, _host.Tag, _host.Fault) = (Acme(2), "\"2\"", fault);
        await fetching.LookAsync(CancellationToken.None);
        Status.Code.ShouldBe(code);
        (await DataAsync()).ShouldContain("\"n\":1");
        _host.Fault = null;
        await fetching.LookAsync(CancellationToken.None);
        Status.Code.ShouldBeNull();
        (await DataAsync()).ShouldContain("\"n\":2");
    }

    [Fact]
    public async Task A_refused_bundle_leaves_the_old_one_and_its_problems_stay_until_it_changes()
    {
        var fetching = Fetching();
        _host.Archive = Acme(1);
        await fetching.LookAsync(CancellationToken.None);
        (_host.Archive, _host.Tag) = (BundleServer.Bundle((".manifest", """{"roots":["acme"]}"""), ("acme/a.rego", "package acme\n\np :=")), "\"bad\"");
        await fetching.LookAsync(CancellationToken.None);
        await fetching.LookAsync(CancellationToken.None);
        Status.Code.ShouldBe("bundle.refused");
        Status.Problems[0].File.ShouldBe("acme/a.rego");
        (await DataAsync()).ShouldContain("\"n\":1");
    }

    [Fact]
    public async Task A_token_is_sent_and_a_wrong_one_is_said()
    {
        var file = Path.Combine(_server.Data, "bundle.token");
        await File.WriteAllTextAsync(file, "wrong\n");
        (_host.Archive, _host.Token) = (Acme(1), "right");
        var fetching = Fetching(tokenFile: file);
        await fetching.LookAsync(CancellationToken.None);
        Status.HttpStatus.ShouldBe(401);
        await File.WriteAllTextAsync(file, "right\n");
        await fetching.LookAsync(CancellationToken.None);
        Status.Code.ShouldBeNull();
    }

    [Fact]
    public async Task An_unsigned_bundle_is_refused_where_a_key_is_required()
    {
        var keys = new Dictionary<string, BundleKey> { ["k"] = new("HS256", SignatureKey.Secret("a secret"u8)) };
        _host.Archive = Acme(1);
        await Fetching(new BundleVerification { KeyId = "k", Keys = keys }).LookAsync(CancellationToken.None);
        Status.Problems.Single().Code.ShouldBe("bundle.unsigned");
        _server.Server.Parts.Policies.Bundles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rolled_back_server_takes_nothing_up()
    {
        await _server.ActivateAsync(Acme(9), "other");
        await _server.RollBackAsync("{}");
        var version = _server.Version;
        _host.Archive = Acme(1);
        await Fetching().LookAsync(CancellationToken.None);
        Status.Code.ShouldBe("policy.pinned");
        _server.Version.ShouldBe(version);
    }

    private BundleStatus Status => _statuses.All.Single();

    private BundleFetching Fetching(BundleVerification? verification = null, string? tokenFile = null) => new(
        "acme",
        new HttpBundleSource(new Uri(_host.Url), tokenFile, _client),
        verification ?? BundleVerification.NoKeys,
        Every,
        _server.Server.Parts.Policies,
        _statuses,
        TimeProvider.System,
        NullLogger.Instance);

    private async Task<string> DataAsync()
    {
        using var response = await _server.SendAsync("GET", "/v1/data/acme", Role.Admin);
        return await response.Content.ReadAsStringAsync();
    }
}
