using System.Text.RegularExpressions;
using Pharos.Tests.Proposals.Secrets;
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

    /// <summary>The expressions take other letters for some of ours: what is looked for before one of them is tried has to take them too.</summary>
    [Theory]
    [InlineData("db_password")]
    [InlineData("passwd")]
    [InlineData("passphrase")]
    [InlineData("client_secret")]
    [InlineData("api_key")]
    [InlineData("apikey")]
    [InlineData("access-key")]
    [InlineData("private_key")]
    [InlineData("auth-token")]
    [InlineData("token")]
    [InlineData("credentials")]
    public void A_name_of_a_secret_is_one_in_whatever_equal_letters_it_is_written(string name)
    {
        foreach (var (letter, other) in EqualLetters)
        {
            SecretMask.NamesSecret(name.Replace(letter, other)).ShouldBeTrue($"{other} for {letter}");
        }
    }

    [Theory]
    [InlineData("my password = hunter2hunter2")]
    [InlineData("pwd: hunter2hunter2")]
    [InlineData("the secret=hunter2hunter2")]
    [InlineData("api_key: hunter2hunter2")]
    [InlineData("session-token='hunter2hunter2'")]
    [InlineData("://; Authorization: Bearer abcdefgh12345678")]
    [InlineData("://; authorization: basic\tabcdefgh12345678")]
    public void What_is_assigned_to_such_a_name_is_hidden_in_the_same_letters(string text)
    {
        foreach (var (letter, other) in EqualLetters)
        {
            // What follows the name is no name, and a text that says nothing else about secrets is left alone.
            var written = "secret " + text.Replace(letter, other);
            SecretMask.Mask(written).ShouldContain(SecretMask.Replacement, Case.Sensitive, $"{other} for {letter}");
        }
    }

    [Theory]
    [InlineData("access-key: hunter2hunter2")]
    [InlineData("accesskey=hunter2hunter2")]
    [InlineData("private-key=hunter2hunter2")]
    [InlineData("Authorization: basic\tabcdefgh12345678")]
    public void What_is_assigned_is_hidden_where_nothing_else_in_the_text_speaks_of_secrets(string text) => SecretMask.Mask(text).ShouldContain(SecretMask.Replacement);

    [Theory]
    [InlineData("AKIA[0-9A-Z]{16}")]
    [InlineData("ASIA[0-9A-Z]{16}")]
    [InlineData("gh[pousr]_[0-9A-Za-z]{36,255}")]
    [InlineData("github_pat_[0-9A-Za-z_]{22,255}")]
    [InlineData("glpat-[0-9A-Za-z_]{20,40}")]
    [InlineData("xox[abposr]-[0-9A-Za-z]{10,40}")]
    [InlineData("[sr]k[-_][0-9A-Za-z_]{20,60}")]
    [InlineData("AIza[0-9A-Za-z_]{35}")]
    [InlineData("npm_[0-9A-Za-z]{36}")]
    [InlineData("pypi-[0-9A-Za-z_]{50,90}")]
    [InlineData("ph_[0-9A-Za-z_]{20,40}\\.[0-9A-Za-z_]{20,40}")]
    [InlineData("eyJ[0-9A-Za-z_]{8,40}\\.[0-9A-Za-z_]{8,40}\\.[0-9A-Za-z_]{8,40}")]
    [InlineData("SG\\.[0-9A-Za-z_]{16,40}\\.[0-9A-Za-z_]{16,40}")]
    [InlineData("dop_v1_[0-9a-f]{64}")]
    [InlineData("hf_[0-9A-Za-z]{30,40}")]
    public void A_token_is_hidden_where_nothing_else_in_the_text_speaks_of_secrets(string form)
    {
        var drawn = new PatternText(form, new Random(20261122));
        for (var i = 0; i < 50; i++)
        {
            var token = drawn.Draw();
            SecretMask.Mask($"x {token} y").ShouldNotContain(token);
        }
    }

    // Every character that an expression takes for a small letter, the letter itself included.
    private static readonly IReadOnlyList<(char Letter, char Other)> EqualLetters =
    [
        .. from letter in "abcdefghijklmnopqrstuvwxyz"
        let equal = new Regex($"(?i){letter}", RegexOptions.NonBacktracking)
        from code in Enumerable.Range(0, char.MaxValue)
        where equal.IsMatch(((char)code).ToString())
        select (letter, (char)code),
    ];
}
