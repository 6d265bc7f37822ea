using Pharos.Proposals;

namespace Pharos.Tests.Proposals;

public sealed class SecretMaskTests
{
    // The secrets are put together at run time, so that no scanner takes this file for a leak.
    private static readonly string Aws = "AKIA" + "IOSFODNN7EXAMPLE";
    private static readonly string GitHub = "ghp_" + new string('a', 36);

    [Fact]
    public void A_cloud_key_is_hidden_but_still_recognisable() =>
        SecretMask.Mask($"aws configure set aws_access_key_id {Aws}").ShouldBe("aws configure set aws_access_key_id AKIA[masked]");

    [Fact]
    public void A_repository_token_is_hidden() => SecretMask.Mask($"x {GitHub} y").ShouldBe("x ghp_[masked] y");

    [Fact]
    public void A_bearer_header_is_hidden() =>
        SecretMask.Mask("curl -H 'Authorization: Bearer abcdefgh12345678'").ShouldBe("curl -H 'Authorization: Bearer [masked]'");

    [Fact]
    public void A_password_in_a_url_is_hidden_and_the_host_stays() =>
        SecretMask.Mask("git clone https://me:hunter2hunter2@example.com/x.git").ShouldBe("git clone https://me:[masked]@example.com/x.git");

    [Fact]
    public void A_private_key_is_hidden_whole()
    {
        var key = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEabc\ndef\n-----END RSA PRIVATE KEY-----";
        SecretMask.Mask(key).ShouldNotContain("MIIEabc");
    }

    [Theory]
    [InlineData("PASSWORD=correcthorse npm start", "PASSWORD=[masked] npm start")]
    [InlineData("{\"api_key\": \"0123456789abcdef\"}", "{\"api_key\": \"[masked]\"}")]
    public void An_assigned_secret_is_hidden(string text, string expected) => SecretMask.Mask(text).ShouldBe(expected);

    [Theory]
    [InlineData("git status")]
    [InlineData("TOKEN=$GITHUB_TOKEN make release")]
    [InlineData("grep -rn password src/")]
    [InlineData("docker login --password-stdin < file")]
    public void Ordinary_text_is_left_as_it_is(string text) => SecretMask.Mask(text).ShouldBe(text);

    [Fact]
    public void What_the_gate_finds_in_content_is_hidden_in_the_record_too()
    {
        var token = "shpat_" + "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
        SecretMask.Mask($"const key = \"{token}\";").ShouldNotContain(token);
    }

    [Fact]
    public void Masking_twice_changes_nothing_more()
    {
        var once = SecretMask.Mask($"token={GitHub} Bearer {Aws}xyz https://a:b1c2d3e4@h/");
        SecretMask.Mask(once).ShouldBe(once);
    }
}
