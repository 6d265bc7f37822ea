using Pharos.Agents;

namespace Pharos.Tests.Agents;

public sealed class TokenSignerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 30, 0, TimeSpan.Zero);
    private static readonly TokenClaims Claims = new(Guid.Parse("0199a6f0-0000-7000-8000-000000000001"), "claude-1", Role.Agent, Now, Now.AddDays(30));
    private readonly TokenSigner _signer = new(new byte[TokenSigner.KeyBytes]);

    [Fact]
    public void A_token_carries_its_claims_back() =>
        _signer.Check(_signer.Sign(Claims), Now).ShouldBe(new TokenCheck.Valid(Claims));

    [Fact]
    public void A_token_is_prefixed_so_that_scanners_find_it() => _signer.Sign(Claims).ShouldStartWith("ph_");

    [Fact]
    public void A_token_ends_at_its_expiry() =>
        _signer.Check(_signer.Sign(Claims), Claims.ExpiresAt).ShouldBe(new TokenCheck.Expired(Claims.ExpiresAt));

    [Fact]
    public void A_token_signed_with_another_key_is_forged()
    {
        var other = new TokenSigner(Enumerable.Repeat((byte)7, TokenSigner.KeyBytes).ToArray());
        other.Check(_signer.Sign(Claims), Now).ShouldBeOfType<TokenCheck.Forged>();
    }

    [Fact]
    public void No_single_changed_character_passes()
    {
        var token = _signer.Sign(Claims);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            _signer.Check(new string(changed), Now).ShouldNotBeOfType<TokenCheck.Valid>($"character {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ph_")]
    [InlineData("ph_.")]
    [InlineData("ph_e30")]
    [InlineData("ph_!!!.!!!")]
    [InlineData("Bearer ph_e30.e30")]
    public void What_is_not_a_token_is_malformed_or_forged(string text) =>
        _signer.Check(text, Now).ShouldNotBeOfType<TokenCheck.Valid>();

    [Fact]
    public void A_very_long_text_is_refused_before_it_is_decoded() =>
        _signer.Check("ph_" + new string('A', 5_000_000) + ".AAAA", Now).ShouldBeOfType<TokenCheck.Malformed>();

    [Fact]
    public void A_role_outside_the_enumeration_has_no_name() => RoleNames.TryParse("root", out _).ShouldBeFalse();

    [Theory]
    [InlineData("claude-1", true)]
    [InlineData("a@b.example", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    public void A_subject_is_plain_text(string subject, bool isSubject) => TokenClaims.IsSubject(subject).ShouldBe(isSubject);
}
