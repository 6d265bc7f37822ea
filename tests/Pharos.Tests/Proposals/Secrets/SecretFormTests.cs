using Pharos.Proposals.Secrets;

namespace Pharos.Tests.Proposals.Secrets;

public sealed class SecretFormTests
{
    public static TheoryData<string> Names => [.. SecretHints.Forms.Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_form_is_found_in_a_line_of_source(string name)
    {
        var form = SecretHints.Forms.Single(candidate => candidate.Name == name);
        for (var seed = 1; seed <= 8; seed++)
        {
            var secret = name == "json-web-token" ? WebToken(seed) : new PatternText(form.Pattern, new Random(seed)).Draw();
            var found = SecretScanner.Find($"const value = \"{secret}\";\n");
            found.ShouldNotBeEmpty($"{name}: {secret}");
            found[0].Line.ShouldBe(1);
            found[0].Shown.ShouldNotContain(secret);
        }
    }

    [Fact]
    public void Every_pattern_contains_a_hint_of_its_own_or_it_would_never_be_looked_for()
    {
        foreach (var form in SecretHints.Forms)
        {
            for (var seed = 1; seed <= 20; seed++)
            {
                var secret = new PatternText(form.Pattern, new Random(seed)).Draw();
                form.Hints.Split(' ').Any(hint => secret.Contains(hint, StringComparison.OrdinalIgnoreCase)).ShouldBeTrue($"{form.Name}: {secret}");
                form.Hints.Split(' ').Any(hint => secret.IndexOf(hint, form.LeastBefore, StringComparison.OrdinalIgnoreCase) >= 0).ShouldBeTrue($"{form.Name} has fewer characters before its hint: {secret}");
            }
        }
    }

    [Fact]
    public void Names_of_forms_are_unique() => SecretHints.Forms.Select(form => form.Name).ShouldBeUnique();

    private static string WebToken(int seed)
    {
        var header = Convert.ToBase64String("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8).TrimEnd('=');
        var claims = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{{\"sub\":\"user-{seed}\",\"iat\":{seed}}}")).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{header}.{claims}.{new PatternText("[0-9A-Za-z_-]{43}", new Random(seed)).Draw()}";
    }
}
