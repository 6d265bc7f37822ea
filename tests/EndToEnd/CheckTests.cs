using System.Text.Json;

namespace Pharos.EndToEnd;

[Trait("Category", "Slow")]
public sealed class CheckTests(Shipped shipped) : IClassFixture<Shipped>
{
    [Theory]
    [InlineData("git status", 0)]
    [InlineData("rm -rf /", 2)]
    [InlineData("some-unheard-of-program --go", 3)]
    public void The_exit_status_says_the_decision(string command, int status)
    {
        var check = shipped.Pharos("check", "--workspace", "/srv/app", "--data", shipped.NewData(), "--", command);
        check.Status.ShouldBe(status, check.Output + check.Error);
    }

    [Fact]
    public void Nothing_is_recorded()
    {
        var data = shipped.NewData();
        shipped.Pharos("check", "--workspace", "/srv/app", "--data", data, "--", "git status").Status.ShouldBe(0);
        Directory.Exists(data).ShouldBeFalse();
    }

    [Fact]
    public void Json_is_one_line_and_alone()
    {
        var check = shipped.Pharos("check", "--workspace", "/srv/app", "--data", shipped.NewData(), "--json", "--", "rm", "-rf", "/");
        check.Error.ShouldBeEmpty();
        using var answer = JsonDocument.Parse(check.Lines.ShouldHaveSingleItem());
        answer.RootElement.GetProperty("decision").GetString().ShouldBe("deny");
        answer.RootElement.GetProperty("facts").GetProperty("commands")[0].GetProperty("args").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("nonsense")]
    [InlineData("check", "--kind", "wish", "--input", "{}")]
    [InlineData("check", "--input", "{not json")]
    [InlineData("serve", "--port", "99999")]
    public void What_makes_no_sense_is_a_usage_error(params string[] words) => shipped.Pharos(words).Status.ShouldBe(64);

    [Fact]
    public void A_batch_of_twenty_thousand_lines_is_answered_in_order_within_seconds()
    {
        var file = Path.Combine(shipped.Folder, "batch.jsonl");
        File.WriteAllLines(file, Enumerable.Range(0, 20_000).Select(i =>
            $$$"""{"id":"line-{{{i}}}","kind":"command","tool":"Bash","input":{"command":"echo {{{i}}} > out/{{{i}}}.txt"},"workspace":"/workspace","cwd":"/workspace","host":{"home":"/home/dev","user":"dev"}}"""));
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var batch = shipped.Pharos("check", "--data", shipped.NewData(), "--batch", file);
        batch.Status.ShouldBe(0, batch.Error);
        clock.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        batch.Lines.Length.ShouldBe(20_000);
        using var last = JsonDocument.Parse(batch.Lines[^1]);
        last.RootElement.GetProperty("id").GetString().ShouldBe("line-19999");
        last.RootElement.GetProperty("decision").GetString().ShouldBeOneOf("allow", "deny", "review");
    }

    [Fact]
    public void A_line_that_is_no_proposal_is_denied_and_fails_the_batch()
    {
        var file = Path.Combine(shipped.Folder, "bad.jsonl");
        File.WriteAllLines(file, ["""{"id":1,"kind":"command","tool":"Bash","input":{"command":"ls"},"workspace":"/workspace"}""", "{broken", """{"id":3,"kind":"command","tool":"Bash","input":{"command":7}}"""]);
        var batch = shipped.Pharos("check", "--data", shipped.NewData(), "--batch", file);
        batch.Status.ShouldBe(1);
        batch.Lines.Length.ShouldBe(3);
        batch.Lines.Skip(1).ShouldAllBe(line => line.Contains("\"decision\":\"deny\""));
    }
}
