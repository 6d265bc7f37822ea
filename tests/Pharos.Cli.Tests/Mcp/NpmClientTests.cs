using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Tests.Mcp;

[Trait("Category", "Slow")]
public sealed class NpmClientTests(NpmClients clients) : IClassFixture<NpmClients>
{
    public static TheoryData<string, string> Ways => new() { { "v1", "http" }, { "v1", "stdio" }, { "v2", "http" }, { "v2", "stdio" } };

    [Theory, MemberData(nameof(Ways))]
    public async Task A_client_that_is_not_ours_lists_calls_is_asked_and_approves(string sdk, string way)
    {
        Assert.SkipWhen(clients.Missing is not null, clients.Missing ?? "");
        var agent = $"npm-{sdk}-{way}";
        var outcome = await DriveAsync(sdk, way, agent, approve: true, Propose("git status"), Propose($"frobnicate --{sdk}-{way}"), ("pharos_history", new { }), ("lighthouse_get_bridge_status", new { }));

        outcome.GetProperty("tools").EnumerateArray().Count(tool => tool.GetString()!.StartsWith("lighthouse_", StringComparison.Ordinal)).ShouldBe(14);
        var results = outcome.GetProperty("results");
        results[0].GetProperty("structuredContent").GetProperty("decision").GetString().ShouldBe("allow");
        results[1].GetProperty("structuredContent").GetProperty("decidedBy").GetString().ShouldBe($"client:{agent}");
        results[2].GetProperty("structuredContent").GetProperty("decisions").GetArrayLength().ShouldBe(2);
        results[3].GetProperty("structuredContent").GetProperty("status").GetString().ShouldNotBeNullOrEmpty();
        outcome.GetProperty("asked").GetArrayLength().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_reviewer_approves_over_http_while_the_call_waits(string sdk, string way)
    {
        Assert.SkipWhen(clients.Missing is not null, clients.Missing ?? "");
        var agent = $"waiting-{sdk}-{way}";
        var driving = DriveAsync(sdk, way, agent, approve: null, Propose($"frobnicate --wait-{sdk}-{way}"));

        await ApproveAsync(agent);

        var answer = (await driving).GetProperty("results")[0].GetProperty("structuredContent");
        answer.GetProperty("decision").GetString().ShouldBe("allow");
        answer.GetProperty("decidedBy").GetString().ShouldBe("reviewer-of-npm");
    }

    [Theory]
    [InlineData("http")]
    [InlineData("stdio")]
    public async Task The_inspector_lists_and_calls(string way)
    {
        Assert.SkipWhen(clients.Missing is not null, clients.Missing ?? "");
        var token = await clients.TokenAsync($"inspected-{way}");
        var target = way == "http" ? [new Uri(clients.Url, "/mcp").ToString(), "--transport", "http", "--header", $"Authorization: Bearer {token}"] : clients.Command(await FileAsync(token));

        var listed = await clients.InspectAsync([.. target, "--method", "tools/list"]);
        var called = await clients.InspectAsync(
            [.. target, "--method", "tools/call", "--tool-name", "pharos_propose", "--tool-arg", "kind=command", "--tool-arg", "tool=Bash", "--tool-arg", """input={"command":"git status"}""", "--tool-arg", $"workspace={clients.Project}"]);
        var read = await clients.InspectAsync([.. target, "--method", "resources/read", "--uri", "pharos://decisions/recent"]);
        var prompts = await clients.InspectAsync([.. target, "--method", "prompts/list"]);

        listed.Output.ShouldContain("lighthouse_validate_command", customMessage: listed.Error);
        Json(called).GetProperty("structuredContent").GetProperty("decision").GetString().ShouldBe("allow");
        read.Output.ShouldContain("pharos://decisions/recent", customMessage: read.Error);
        prompts.Output.ShouldContain("write-policy-rule", customMessage: prompts.Error);
    }

    private (string Name, object Arguments) Propose(string command) => ("pharos_propose", new { kind = "command", tool = "Bash", input = new { command }, workspace = clients.Project });

    private async Task<JsonElement> DriveAsync(string sdk, string way, string agent, bool? approve, params (string Name, object Arguments)[] calls)
    {
        var token = await clients.TokenAsync(agent);
        var plan = new Dictionary<string, object?> { ["sdk"] = sdk, ["calls"] = calls.Select(call => new { name = call.Name, arguments = call.Arguments }) };
        if (approve is not null)
        {
            plan["approve"] = approve;
        }

        if (way == "http")
        {
            plan["url"] = new Uri(clients.Url, "/mcp");
            plan["token"] = token;
        }
        else
        {
            plan["command"] = clients.Command(await FileAsync(token));
        }

        return Json(await clients.DriveAsync(JsonSerializer.Serialize(plan)));
    }

    private async Task<string> FileAsync(string token)
    {
        var path = Path.Combine(clients.Data, $"{Guid.NewGuid():N}.token");
        await File.WriteAllTextAsync(path, token);
        return path;
    }

    private async Task ApproveAsync(string agent)
    {
        using var http = new HttpClient { BaseAddress = clients.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await clients.TokenAsync("reviewer-of-npm", "reviewer"));
        for (var i = 0; i < 600; i++)
        {
            using var list = JsonDocument.Parse(await http.GetStringAsync($"/api/reviews?agent={agent}"));
            if (list.RootElement.GetProperty("items").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } item)
            {
                using var verdict = new StringContent("""{"verdict":"approve"}""", Encoding.UTF8, "application/json");
                using var response = await http.PostAsync($"/api/reviews/{item.GetProperty("id").GetString()}/verdict", verdict);
                response.EnsureSuccessStatusCode();
                return;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"No review of {agent} was opened.");
    }

    private static JsonElement Json((int Code, string Output, string Error) run)
    {
        run.Code.ShouldBe(0, $"{run.Error}\n{run.Output}");
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
