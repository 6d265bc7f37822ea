using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Tests.Reviews;

public sealed class ReviewCommandTests(ReviewServer server) : IClassFixture<ReviewServer>
{
    [Fact]
    public async Task A_reviewer_lists_shows_and_approves_under_their_own_name()
    {
        var id = await server.ProposeAsync("frobnicate one");
        var (listed, output, error) = await server.RunAsync("review", "list", "--token-file", server.FileOf("anna"));
        listed.ShouldBe(ExitCode.Ok, error);
        var shortId = id.ToString("N")[^8..];
        output.ShouldContain(shortId);

        (await server.RunAsync("review", "show", shortId, "--token-file", server.FileOf("anna"))).Output.ShouldContain("frobnicate one");
        var (approved, moved, problem) = await server.RunAsync("review", "approve", shortId, "--reason", "known tool", "--token-file", server.FileOf("anna"));
        approved.ShouldBe(ExitCode.Ok, problem);
        moved.ShouldContain("approved by anna: known tool");
        (await server.FindAsync(id)).GetProperty("verdict").GetProperty("by").GetString().ShouldBe("anna");
    }

    [Fact]
    public async Task Who_comes_second_is_told_how_it_was_decided_and_exits_with_1()
    {
        var id = await server.ProposeAsync("frobnicate two");
        (await server.RunAsync("review", "reject", $"{id}", "--reason", "not today", "--token-file", server.FileOf("ben"))).Code.ShouldBe(ExitCode.Ok);
        var (code, _, error) = await server.RunAsync("review", "approve", $"{id}", "--token-file", server.FileOf("anna"));
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("rejected by ben: not today");
        error.ShouldContain("review.decided");
    }

    [Fact]
    public async Task A_claim_shows_and_is_taken_over_given_back_snoozed_escalated_and_undone()
    {
        var id = $"{await server.ProposeAsync("frobnicate three")}";
        (await server.RunAsync("review", "claim", id, "--token-file", server.FileOf("ben"))).Output.ShouldContain("held by ben");
        (await server.RunAsync("review", "claim", id, "--token-file", server.FileOf("anna"))).Error.ShouldContain("review.claimed");
        (await server.RunAsync("review", "claim", id, "--takeover", "--token-file", server.FileOf("anna"))).Output.ShouldContain("held by anna");
        (await server.RunAsync("review", "release", id, "--token-file", server.FileOf("anna"))).Output.ShouldContain("waiting");
        (await server.RunAsync("review", "snooze", id, "--for", "2h", "--token-file", server.FileOf("anna"))).Output.ShouldContain("snoozed");
        (await server.RunAsync("review", "escalate", id, "--reason", "owner", "--token-file", server.FileOf("anna"))).Output.ShouldContain("escalated");
        (await server.RunAsync("review", "respond", id, "--reason", "which one?", "--token-file", server.FileOf("anna"))).Output.ShouldContain("responded by anna");
        (await server.RunAsync("review", "undo", id, "--token-file", server.FileOf("anna"))).Output.ShouldContain("held by anna");
    }

    [Fact]
    public async Task A_list_goes_on_where_the_one_before_said_and_a_review_far_behind_is_found_by_the_end_of_its_id()
    {
        var ids = new List<Guid>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add(await server.ProposeAsync($"frobnicate list {number}"));
        }

        var (found, after) = (new List<Guid>(), Array.Empty<string>());
        do
        {
            var (code, output, error) = await server.RunAsync(["review", "list", "--limit", "1", "--json", .. after, "--token-file", server.FileOf("anna")]);
            code.ShouldBe(ExitCode.Ok, error);
            var page = JsonDocument.Parse(output).RootElement;
            found.Add(page.GetProperty("items")[0].GetProperty("id").GetGuid());
            after = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? ["--after", next.GetString()!] : [];
        }
        while (after.Length > 0);
        found.ShouldBeUnique();
        found.Intersect(ids).ShouldBe(ids);
        (await server.RunAsync("review", "list", "--limit", "1", "--token-file", server.FileOf("anna"))).Error.ShouldContain("--after ");
        (await server.RunAsync("review", "list", "--after", "nowhere", "--token-file", server.FileOf("anna"))).Error.ShouldContain("review.query");
    }

    [Fact]
    public async Task What_an_agent_writes_cannot_steer_the_terminal_and_stays_the_same_in_json()
    {
        const string Command = "frobnicate \e[2J\u202efour\u200b";
        var id = await server.ProposeAsync(Command);
        var text = (await server.RunAsync("review", "list", "--token-file", server.FileOf("anna"))).Output + (await server.RunAsync("review", "show", $"{id}", "--token-file", server.FileOf("anna"))).Output;
        text.ShouldContain(@"frobnicate \x1b[2J\u202efour\u200b");
        text.Split('\n').ToList().ForEach(HostileText.ShouldBeHarmless);

        var json = (await server.RunAsync("review", "show", $"{id}", "--json", "--token-file", server.FileOf("anna"))).Output.TrimEnd('\n');
        HostileText.ShouldBeHarmless(json);
        JsonDocument.Parse(json).RootElement.GetProperty("review").GetProperty("summary").GetString().ShouldBe(Command);
    }

    [Fact]
    public async Task Without_a_token_of_ones_own_the_administrator_judges()
    {
        var id = await server.ProposeAsync("frobnicate five");
        (await server.RunAsync("review", "approve", $"{id}")).Output.ShouldContain("approved by admin");
    }

    [Fact]
    public async Task Another_account_goes_over_the_address_with_its_token()
    {
        await server.ProposeAsync("frobnicate six");
        (await server.RunAsync("review", "list", "--url", $"{server.Url}", "--token-file", server.FileOf("ben"))).Output.ShouldContain("frobnicate six");
        (await server.RunAsync("review", "list", "--url", "http://example.com", "--token-file", server.FileOf("ben"))).Error.ShouldContain("url.insecure");
        (await server.RunAsync("review", "list", "--url", $"{server.Url}")).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task A_verdict_on_something_that_has_changed_since_is_refused()
    {
        var id = $"{await server.ProposeAsync("frobnicate seven")}";
        await server.RunAsync("review", "escalate", id, "--token-file", server.FileOf("ben"));
        (await server.RunAsync("review", "approve", id, "--version", "1", "--token-file", server.FileOf("anna"))).Error.ShouldContain("review.version");
    }

    [Fact]
    public async Task Mistakes_are_said_in_one_sentence()
    {
        (await server.RunAsync("review", "show", "zz")).Error.ShouldContain("review.name");
        (await server.RunAsync("review", "show", "abcdef012345")).Error.ShouldContain("whole id");
        (await server.RunAsync("review", "reject", $"{Guid.NewGuid()}")).Code.ShouldBe(ExitCode.Usage);
        (await server.RunAsync("review", "approve", $"{Guid.NewGuid()}", "--until", "2030-01-01")).Code.ShouldBe(ExitCode.Usage);
        (await server.RunAsync("review", "list", "--token-file", "/nonexistent")).Error.ShouldContain("token.unreadable");
        (await server.RunAsync("review")).Error.ShouldContain("review list");
    }

    [Fact]
    public async Task The_token_is_the_files_before_the_environments()
    {
        var file = server.FileOf("anna");
        (await ReviewAccess.TokenAsync(file, "ph_other", TestContext.Current.CancellationToken)).Token.ShouldBe((await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim());
        (await ReviewAccess.TokenAsync(null, " ph_other\n", TestContext.Current.CancellationToken)).Token.ShouldBe("ph_other");
        (await ReviewAccess.TokenAsync(null, null, TestContext.Current.CancellationToken)).Token.ShouldBeNull();
        (await ReviewAccess.TokenAsync(null, "two words", TestContext.Current.CancellationToken)).Problem!.Code.ShouldBe("token.unreadable");
    }
}
