using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Pharos.Agents.Signing;
using Pharos.Events;

namespace Pharos.Tests.Agents.Signing;

public sealed class SignedRequestsTests
{
    private const string Expert = "expert-1";
    private static readonly SigningKeys Keys = new(Encoding.UTF8.GetBytes("a key for tests"));
    private static readonly SignedContent Claim = new("POST", "/api/tasks/7/claim", Digest.Of("{}"u8));

    private readonly ManualClock _clock = new();
    private readonly Holders _holders = new();
    private readonly SignedRequests _requests;

    public SignedRequestsTests()
    {
        _holders[Expert] = new KeyGeneration(1, _clock.GetUtcNow());
        _requests = new SignedRequests(Keys, _holders, new InMemoryUsedNonces(_clock), _clock);
    }

    [Fact]
    public async Task A_request_that_its_sender_signed_is_accepted() => (await CheckAsync(Sign())).ShouldBeOfType<SignatureCheck.Valid>();

    [Fact]
    public async Task The_same_request_is_accepted_once()
    {
        var header = Sign();
        await CheckAsync(header);
        (await CodeAsync(header)).ShouldBe("signature.replayed");
    }

    [Fact]
    public async Task Of_many_equal_requests_at_once_one_is_accepted()
    {
        var header = Sign();
        var checks = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => CheckAsync(header))));
        checks.Count(check => check is SignatureCheck.Valid).ShouldBe(1);
    }

    [Theory]
    [InlineData("GET", "/api/tasks/7/claim", "{}")]
    [InlineData("POST", "/api/tasks/8/claim", "{}")]
    [InlineData("POST", "/api/tasks/7/claim?force=true", "{}")]
    [InlineData("POST", "/api/tasks/7/claim", "{} ")]
    [InlineData("POST", "/api/tasks/7/claim", "")]
    public async Task A_signature_does_not_fit_another_method_path_query_or_body(string method, string target, string body) =>
        (await CodeAsync(Sign(), content: new SignedContent(method, target, Digest.Of(Encoding.UTF8.GetBytes(body))))).ShouldBe("signature.wrong");

    [Fact]
    public async Task Another_experts_key_is_refused()
    {
        _holders["expert-2"] = new KeyGeneration(1, _clock.GetUtcNow());
        (await CodeAsync(Sign(Keys.Of("expert-2", 1)))).ShouldBe("signature.wrong");
    }

    [Fact]
    public async Task A_key_derived_from_another_servers_is_refused() =>
        (await CodeAsync(Sign(new SigningKeys(Encoding.UTF8.GetBytes("another key")).Of(Expert, 1)))).ShouldBe("signature.wrong");

    [Fact]
    public async Task Who_never_registered_has_no_key() => (await CodeAsync(Sign(Keys.Of("expert-3", 1)), "expert-3")).ShouldBe("signature.key");

    [Fact]
    public async Task Who_is_suspended_cannot_use_its_key_and_still_counts_as_having_one()
    {
        _holders[Expert] = new KeyGeneration(1, _clock.GetUtcNow(), IsSuspended: true);
        (await CodeAsync(Sign())).ShouldBe("signature.key");
        (await _requests.HasKeyAsync(Expert, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public async Task What_was_signed_outside_the_window_is_stale(int seconds)
    {
        var header = Sign();
        _clock.Advance(TimeSpan.FromSeconds(-seconds));
        (await CodeAsync(header)).ShouldBe("signature.stale");
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public async Task What_was_signed_at_the_edge_of_the_window_is_accepted(int seconds)
    {
        var header = Sign();
        _clock.Advance(TimeSpan.FromSeconds(-seconds));
        (await CheckAsync(header)).ShouldBeOfType<SignatureCheck.Valid>();
    }

    [Fact]
    public async Task A_refused_request_uses_no_nonce_up_so_nobody_can_spend_anothers()
    {
        var header = Sign();
        await CheckAsync(header, content: Claim with { Method = "GET" });
        (await CheckAsync(header)).ShouldBeOfType<SignatureCheck.Valid>();
    }

    [Fact]
    public async Task The_key_before_the_last_is_accepted_for_a_while()
    {
        _holders[Expert] = new KeyGeneration(2, _clock.GetUtcNow());
        _clock.Advance(SigningKeys.Overlap);
        (await CheckAsync(Sign(Keys.Of(Expert, 1)))).ShouldBeOfType<SignatureCheck.Valid>();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await CodeAsync(Sign(Keys.Of(Expert, 1)))).ShouldBe("signature.key");
        (await CheckAsync(Sign(Keys.Of(Expert, 2)))).ShouldBeOfType<SignatureCheck.Valid>();
    }

    [Fact]
    public async Task Older_keys_and_those_not_given_out_yet_are_refused()
    {
        _holders[Expert] = new KeyGeneration(3, _clock.GetUtcNow());
        (await CodeAsync(Sign(Keys.Of(Expert, 1)))).ShouldBe("signature.wrong");
        (await CodeAsync(Sign(Keys.Of(Expert, 4)))).ShouldBe("signature.wrong");
    }

    [Fact]
    public async Task When_no_nonce_can_be_remembered_nothing_is_accepted()
    {
        var full = new SignedRequests(Keys, _holders, new InMemoryUsedNonces(_clock, maximum: 1), _clock);
        await full.CheckAsync(Expert, Sign(), Claim, TestContext.Current.CancellationToken);
        (await full.CheckAsync(Expert, Sign(), Claim, TestContext.Current.CancellationToken)).ShouldBeOfType<SignatureCheck.Busy>();
    }

    [Fact]
    public void A_signature_is_what_the_guide_says_it_is()
    {
        // The guide's recipe in other words: HMAC-SHA256 under the key's text, over five lines.
        var key = Keys.Of(Expert, 1);
        var text = $"POST\n/api/tasks/7/claim\n1767225600\nAAAAAAAAAAAAAAAA\n{Convert.ToHexStringLower(SHA256.HashData("{}"u8))}";
        Claim.MacWith(key, 1767225600, "AAAAAAAAAAAAAAAA").ShouldBe(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(text))));
    }

    [Fact]
    public void A_key_is_masked_wherever_tokens_are() => Pharos.Proposals.SecretMask.Mask($"key {Keys.Of(Expert, 1)} end").ShouldNotContain(Keys.Of(Expert, 1)[10..]);

    private string Sign(string? key = null) => new RequestSigner(key ?? Keys.Of(Expert, 1), _clock).Sign(Claim.Method, Claim.Target, "{}"u8);

    private async Task<SignatureCheck> CheckAsync(string header, string subject = Expert, SignedContent? content = null) =>
        await _requests.CheckAsync(subject, header, content ?? Claim, TestContext.Current.CancellationToken);

    private async Task<string> CodeAsync(string header, string subject = Expert, SignedContent? content = null) =>
        (await CheckAsync(header, subject, content)).ShouldBeOfType<SignatureCheck.Refused>().Code;

    [SuppressMessage("Naming", "CA1710", Justification = "A few holders of keys, by name.")]
    private sealed class Holders : Dictionary<string, KeyGeneration>, IKeyGenerations
    {
        public ValueTask<KeyGeneration?> FindAsync(string subject, CancellationToken cancellationToken) => new(this.GetValueOrDefault(subject));
    }
}
