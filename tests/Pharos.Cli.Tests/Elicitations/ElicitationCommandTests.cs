using Pharos.Cli.Invocation;
using Pharos.Cli.Tests.Reviews;

namespace Pharos.Cli.Tests.Elicitations;

public sealed class ElicitationCommandTests(ReviewServer server) : IClassFixture<ReviewServer>
{
    private const string Form = """{"type":"object","properties":{"branch":{"enum":["main","next"]}},"required":["branch"]}""";

    [Fact]
    public async Task A_person_lists_shows_and_answers_what_an_agent_asks_them()
    {
        var id = await server.AskAsync("anna", "Which branch is released?", Form);
        var shortId = $"{id:N}"[^8..];
        var (listed, output, error) = await RunAsync("anna", "list");
        listed.ShouldBe(ExitCode.Ok, error);
        output.ShouldContain(shortId);
        output.ShouldContain("Which branch is released?");
        (await RunAsync("anna", "show", shortId)).Output.ShouldContain("branch");

        var (refused, _, places) = await RunAsync("anna", "respond", shortId, "--content", """{"branch":"old"}""");
        refused.ShouldBe(ExitCode.Failed);
        places.ShouldContain("elicitation.mismatch");
        places.ShouldContain("branch");
        var (answered, moved, problem) = await RunAsync("anna", "respond", shortId, "--content", """{"branch":"main"}""");
        answered.ShouldBe(ExitCode.Ok, problem);
        moved.ShouldContain("accepted");
        var item = await server.FindAskedAsync(id);
        (item.GetProperty("closedBy").GetString(), item.GetProperty("content").GetProperty("branch").GetString()).ShouldBe(("anna", "main"));
        (await RunAsync("anna", "respond", $"{id}", "--content", """{"branch":"next"}""")).Error.ShouldContain("elicitation.decided");
    }

    [Fact]
    public async Task Declining_says_why_and_nobody_answers_for_another()
    {
        var id = await server.AskAsync("anna", "May I?", Form);
        var (code, _, error) = await RunAsync("ben", "respond", $"{id}", "--content", """{"branch":"main"}""");
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("elicitation.unknown");
        (await RunAsync("anna", "decline", $"{id}", "--reason", "ask ben")).Output.ShouldContain("declined");
        (await server.FindAskedAsync(id)).GetProperty("reason").GetString().ShouldBe("ask ben");
    }

    [Fact]
    public async Task What_an_agent_asks_cannot_steer_the_terminal()
    {
        var id = await server.AskAsync("ben", "Type \e[2Jyes\u202e?", """{"type":"string","description":"\u001b]0;owned\u0007"}""");
        var shown = (await RunAsync("ben", "list")).Output + (await RunAsync("ben", "show", $"{id}")).Output;
        shown.ShouldContain(@"\x1b[2Jyes\u202e");
        shown.Split('\n').ToList().ForEach(HostileText.ShouldBeHarmless);
        HostileText.ShouldBeHarmless((await RunAsync("ben", "show", $"{id}", "--json")).Output.TrimEnd('\n'));
    }

    [Fact]
    public async Task An_answer_is_one_document_from_one_place()
    {
        var id = await server.AskAsync("ben", "What?", """{"type":"string"}""");
        (await RunAsync("ben", "respond", $"{id}")).Code.ShouldBe(ExitCode.Usage);
        (await RunAsync("ben", "respond", $"{id}", "--content", "no json")).Error.ShouldContain("answer.syntax");
        var file = Path.Combine(server.Data, "answer.json");
        await File.WriteAllTextAsync(file, "\"this\"", TestContext.Current.CancellationToken);
        (await RunAsync("ben", "respond", $"{id}", "--file", file)).Code.ShouldBe(ExitCode.Ok);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string person, params string[] arguments) =>
        server.RunAsync(["elicitations", .. arguments, "--token-file", server.FileOf(person)]);
}
