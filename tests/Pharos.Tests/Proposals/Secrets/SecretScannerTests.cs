using Pharos.Proposals.Secrets;

namespace Pharos.Tests.Proposals.Secrets;

public sealed class SecretScannerTests
{
    [Fact]
    public void A_GitHub_token_whose_checksum_fits_is_verified()
    {
        // A token that its issuer has published as an example of the checksum.
        var found = SecretScanner.Find("x = ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17").ShouldHaveSingleItem();
        found.IsVerified.ShouldBeTrue();
        found.Form.ShouldBe("github-token");
    }

    [Fact]
    public void A_GitHub_token_whose_checksum_does_not_fit_is_only_possible() =>
        SecretScanner.Find("x = ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq18").ShouldHaveSingleItem().IsVerified.ShouldBeFalse();

    [Fact]
    public void The_checksum_is_the_one_of_zip() => TokenChecksum.Crc32("123456789").ShouldBe(0xCBF43926u);

    [Theory]
    [InlineData("DB_PASSWORD=Tr0ub4dor&3xyz", "password")]
    [InlineData("password: \"k9#mQ2vX7!pL\"", "password")]
    [InlineData("\"client_secret\": \"9aX3kL0pQ7vB2nM5tR8wY1zC4dF6gH\"", "key")]
    [InlineData("API_KEY='d41d8cd98f00b204e9800998ecf8427e'", "key")]
    [InlineData("datadog = \"3f2a9c7b1e8d4056a7c3b9e1f0d28456\"", "key")]
    [InlineData("Server=db;User Id=app;Password=xK9!mPq2Lw;Encrypt=true", "password")]
    [InlineData("<token>aB3dE5fG7hI9jK1lM3nO5pQ7</token>", "key")]
    [InlineData("conn = \"postgres://app:v9Xk2LmQ7pR4@db.example.org/app\"", "url-password")]
    public void What_is_assigned_to_a_name_of_a_secret_is_found(string line, string form) =>
        SecretScanner.Find(line).ShouldHaveSingleItem(line).Form.ShouldBe(form);

    [Theory]
    [InlineData("password = os.environ[\"DB_PASSWORD\"]")]
    [InlineData("password: ${DB_PASSWORD}")]
    [InlineData("API_KEY=your_api_key_here")]
    [InlineData("token = \"xxxxxxxxxxxxxxxxxxxxxxxx\"")]
    [InlineData("secret: changeme")]
    [InlineData("var cancellationToken = TestContext.Current.CancellationToken;")]
    [InlineData("const accessToken = await getAccessTokenForUser2(user);")]
    [InlineData("aws_access_key_id = AKIAIOSFODNN7EXAMPLE")]
    [InlineData("postgres://postgres:postgres@localhost:5432/db")]
    [InlineData("sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("integrity sha512-abcDEF123456==")]
    [InlineData("public_key = \"aB3dE5fG7hI9jK1lM3nO5pQ7\"")]
    [InlineData("function authenticate(token: string): Promise<Session> {")]
    [InlineData("if (password.length < 12) throw new Error('password-too-short');")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c")]
    public void Names_references_and_examples_are_no_secrets(string line) => SecretScanner.Find(line).ShouldBeEmpty(line);

    [Fact]
    public void A_private_key_is_found_by_its_body()
    {
        var body = new PatternText("[A-Za-z0-9+/]{64}", new Random(7));
        var found = SecretScanner.Find($"-----BEGIN RSA PRIVATE KEY-----\n{body.Draw()}\n{body.Draw()}\n-----END RSA PRIVATE KEY-----\n");
        found.ShouldHaveSingleItem().Form.ShouldBe("private-key");
    }

    [Fact]
    public void The_line_of_a_finding_counts_from_one()
    {
        var key = new PatternText("AKIA[A-Z2-7]{16}", new Random(3)).Draw();
        SecretScanner.Find($"one\ntwo\nkey = {key}\n").ShouldHaveSingleItem().Line.ShouldBe(3);
    }

    [Fact]
    public void A_long_text_without_secrets_is_scanned_in_time_linear_to_its_length()
    {
        var line = "var token = source.Token; // password: see the vault, api_key: see there as well, http://user@host/\n";
        var text = string.Concat(Enumerable.Repeat(line, 20_000));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        SecretScanner.Find(text).ShouldBeEmpty();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
