using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Cli.Tests.Reviews;

namespace Pharos.Cli.Tests.Experts;

public sealed class ExpertsCommandTests(ReviewServer server) : IClassFixture<ReviewServer>
{
    [Fact]
    public async Task An_expert_is_registered_listed_suspended_and_resumed()
    {
        await TokenAsync("sec-1", "expert");
        var (registered, key, told) = await server.RunAsync("experts", "register", "--id", "sec-1", "--kinds", "judge,work", "--capabilities", "security", "--cost", "0.5");
        registered.ShouldBe(ExitCode.Ok, told);
        key.TrimEnd().ShouldStartWith("ph_");
        key.TrimEnd().ShouldNotContain("\n");
        told.ShouldNotContain(key.TrimEnd());
        (await server.RunAsync("experts", "list", "--kind", "judge")).Output.ShouldContain("sec-1");
        (await server.RunAsync("experts", "suspend", "sec-1", "--reason", "approves \e[2Jeverything")).Output.ShouldContain(@"suspended  by admin: approves \x1b[2Jeverything");
        (await server.RunAsync("experts", "list", "--state", "suspended")).Output.ShouldContain("sec-1");
        (await server.RunAsync("experts", "suspend", "sec-1")).Error.ShouldContain("expert.suspended");
        (await server.RunAsync("experts", "resume", "sec-1")).Output.ShouldContain("available");
    }

    [Fact]
    public async Task An_inbox_is_shown_to_who_may_look()
    {
        var token = await TokenAsync("idle-1", "expert");
        var key = server.FileOf("idle-1-key");
        await File.WriteAllTextAsync(key, (await server.RunAsync("experts", "register", "--kinds", "work", "--token-file", token)).Output, TestContext.Current.CancellationToken);
        (await server.RunAsync("experts", "inbox", "--token-file", token, "--key-file", key, "--wait", "100ms")).Output.ShouldContain("Nothing lies there.");
        (await server.RunAsync("experts", "inbox", "--token-file", token)).Error.ShouldContain("signature.missing");
        (await server.RunAsync("experts", "inbox", "--token-file", token, "--key-file", key, "--wait", "2h")).Code.ShouldBe(ExitCode.Usage);
        (await server.RunAsync("experts", "inbox", "idle-1")).Output.ShouldContain("Nothing lies there.");
        (await server.RunAsync("experts", "inbox", "idle-2", "--token-file", token, "--key-file", key)).Error.ShouldContain("expert.unknown");
        var document = JsonDocument.Parse((await server.RunAsync("experts", "show", "idle-1", "--json")).Output).RootElement;
        document.GetProperty("scores").GetProperty("calibration").GetDouble().ShouldBe(0.75);
    }

    [Fact]
    public async Task Who_is_registered_without_a_token_is_told_what_to_do()
    {
        var (code, _, error) = await server.RunAsync("experts", "register", "--id", "nobody", "--kinds", "judge");
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("pharos token create --subject nobody --role expert");
    }

    private async Task<string> TokenAsync(string subject, string role)
    {
        var (code, token, error) = await server.RunAsync("token", "create", "--subject", subject, "--role", role);
        code.ShouldBe(ExitCode.Ok, error);
        await File.WriteAllTextAsync(server.FileOf(subject), token, TestContext.Current.CancellationToken);
        return server.FileOf(subject);
    }
}
