using System.Buffers.Text;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Links;

namespace Pharos.Tests.Review.Links;

public sealed class ReviewLinkSignerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReviewLink Link = new(Guid.Parse("01900000-0000-7000-8000-0000000000aa"), LinkPurpose.Approve, "ann@example.org", Now.AddHours(1), 42);

    private readonly ReviewLinkSigner _signer = new(new byte[32]);

    [Fact]
    public void A_link_comes_back_as_it_was_made() =>
        _signer.Check(_signer.Sign(Link), Now).ShouldBeOfType<ReviewLinkCheck.Valid>().Link.ShouldBe(Link);

    [Fact]
    public void A_link_ends_with_its_time() =>
        _signer.Check(_signer.Sign(Link), Link.ExpiresAt).ShouldBeOfType<ReviewLinkCheck.Expired>();

    [Fact]
    public void A_link_changed_in_any_byte_is_forged()
    {
        var text = _signer.Sign(Link);
        var (claims, signature) = (text[3..text.IndexOf('.', StringComparison.Ordinal)], text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        var bytes = Base64Url.DecodeFromChars(claims);
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = (byte[])bytes.Clone();
            changed[at] ^= 1;
            _signer.Check($"ph_{Base64Url.EncodeToString(changed)}.{signature}", Now).ShouldBeOfType<ReviewLinkCheck.Forged>($"byte {at}");
        }
    }

    [Fact]
    public void A_link_of_another_server_is_forged()
    {
        var key = new byte[32];
        key[0] = 1;
        _signer.Check(new ReviewLinkSigner(key).Sign(Link), Now).ShouldBeOfType<ReviewLinkCheck.Forged>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("ph_")]
    [InlineData("ph_.")]
    [InlineData("ph_a.b")]
    [InlineData("ph_AAAA")]
    [InlineData("ph_====.====")]
    public void What_is_no_link_is_forged_and_no_error(string text) => _signer.Check(text, Now).ShouldBeOfType<ReviewLinkCheck.Forged>();

    [Fact]
    public void Another_spelling_of_a_link_has_the_same_digest()
    {
        var text = _signer.Sign(Link);
        var digest = _signer.Check(text, Now).ShouldBeOfType<ReviewLinkCheck.Valid>().Digest;
        foreach (var spelling in (string[])[text + "=", text + " ", text.Insert(10, " "), text[..^1] + (char)(text[^1] + 1)])
        {
            if (_signer.Check(spelling, Now) is ReviewLinkCheck.Valid valid)
            {
                valid.Digest.ShouldBe(digest);
            }
        }
    }

    [Fact]
    public void A_link_and_a_token_never_pass_for_each_other_even_under_one_key()
    {
        var key = new byte[TokenSigner.KeyBytes];
        var token = new TokenSigner(key).Sign(new TokenClaims(Link.Review, "ann", Role.Admin, Now, Now.AddHours(1)));
        _signer.Check(token, Now).ShouldBeOfType<ReviewLinkCheck.Forged>();
        new TokenSigner(key).Check(_signer.Sign(Link), Now).ShouldNotBeOfType<TokenCheck.Valid>();
    }

    [Fact]
    public void A_link_is_masked_wherever_tokens_are()
    {
        var text = _signer.Sign(Link);
        SecretMask.Mask($"GET /r/{text} answered 200").ShouldNotContain(text[8..20]);
    }

    [Fact]
    public void A_confirmation_is_good_for_its_own_link_only()
    {
        _signer.IsConfirmation("one", _signer.ConfirmationOf("one")).ShouldBeTrue();
        _signer.IsConfirmation("two", _signer.ConfirmationOf("one")).ShouldBeFalse();
        _signer.IsConfirmation("one", "").ShouldBeFalse();
    }
}
