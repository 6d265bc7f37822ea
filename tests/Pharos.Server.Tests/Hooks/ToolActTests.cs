using System.Diagnostics;
using Pharos.Rego.Values;
using Pharos.Server.Hooks;

namespace Pharos.Server.Tests.Hooks;

public sealed class ToolActTests
{
    [Theory]
    [InlineData(null, "ls")]
    [InlineData("", "ls")]
    [InlineData(".", "ls")]
    [InlineData("/srv/app", "ls")]
    [InlineData("/srv/app/sub/..", "ls")]
    [InlineData("sub", "cd -- '/srv/app/sub' || exit\nls")]
    [InlineData("-", "cd -- '/srv/app/-' || exit\nls")]
    [InlineData("../it's", "cd -- '/srv/app/../it'\\''s' || exit\nls")]
    [InlineData("/etc", "cd -- '/etc' || exit\nls")]
    public void A_folder_is_part_of_the_command_only_where_it_is_another(string? folder, string expected) =>
        ToolAct.Command("ls", folder, "/srv/app").Input.ShouldBe(RegoObject.Of(("command", RegoString.Of(expected))));

    [Theory]
    [InlineData("Read https://example.com/a?b=1, then (http://10.0.0.1/x).", "https://example.com/a?b=1 http://10.0.0.1/x")]
    [InlineData("FTP://HOST/x \"file:///etc/passwd\" https://a.b https://a.b", "FTP://HOST/x file:///etc/passwd https://a.b")]
    [InlineData("nothing here: // no", "")]
    public void Every_address_of_a_text_is_found_once(string text, string expected) =>
        string.Join(' ', WebActs.FetchNamed(text).Select(act => act.Input.TryGet("url", out var url) ? ((RegoString)url).Value : "")).ShouldBe(expected);

    [Fact]
    public void A_long_text_is_searched_in_one_pass()
    {
        var started = Stopwatch.GetTimestamp();
        WebActs.FetchNamed(new string('a', 4_000_000)).ShouldBeEmpty();
        WebActs.FetchNamed(string.Concat(Enumerable.Repeat("a://", 1_000_000))).Count.ShouldBe(1);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
