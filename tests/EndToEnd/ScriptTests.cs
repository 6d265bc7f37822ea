namespace Pharos.EndToEnd;

[Trait("Category", "Slow")]
public sealed class ScriptTests(Shipped shipped) : IClassFixture<Shipped>
{
    [Theory]
    [InlineData("pharos")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    [InlineData("src/Pharos.Cli/Hooks/pharos-hook.sh")]
    public void Shellcheck_finds_nothing(string script)
    {
        Assert.SkipUnless(Shipped.Has("shellcheck"), "shellcheck is not installed");
        var found = Shipped.Run("shellcheck", ["-s", "sh", Path.Combine(shipped.Checkout, script)]);
        found.Status.ShouldBe(0, found.Output);
    }

    [Fact]
    public void The_script_works_through_a_link_and_from_any_folder()
    {
        var link = Path.Combine(shipped.Folder, "linked");
        File.CreateSymbolicLink(link, Path.Combine(shipped.Program, "pharos"));
        Shipped.Run(link, ["--version"], folder: "/").Status.ShouldBe(0);
    }

    [Fact]
    public void Every_command_has_help_with_an_example()
    {
        foreach (var command in (string[])["serve", "check", "log tail", "log query", "log verify", "policy eval", "policy test", "policy check", "token create", "token list", "token revoke", "grants list", "grants revoke", "grants rule", "health", "bench gate", "bench hook", "completions"])
        {
            var help = shipped.Pharos([.. command.Split(' '), "--help"]);
            help.Status.ShouldBe(0);
            help.Output.ShouldContain($"pharos {command}");
            help.Output.ShouldContain("Examples:");
        }
    }
}
