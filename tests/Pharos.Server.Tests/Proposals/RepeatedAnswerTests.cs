using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Proposals;

public sealed class RepeatedAnswerTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("git status --short")]
    [InlineData("cat 'ünï <codé> & \"quotes\".txt'")]
    [InlineData("cat src/token=ghp_abcdefghijklmnopqrstuvwxyz0123456789AB.txt")]
    public async Task An_answer_from_memory_shows_the_same_masked_facts_as_the_first(string command)
    {
        var first = await DecideAsync(command);
        var again = await DecideAsync(command);
        var third = await DecideAsync(command);
        if (first.GetProperty("decision").GetString() != "review")
        {
            again.GetProperty("tier").GetString().ShouldBe("memory");
        }

        again.GetProperty("facts").GetRawText().ShouldBe(first.GetProperty("facts").GetRawText());
        third.GetProperty("facts").GetRawText().ShouldBe(first.GetProperty("facts").GetRawText());
        again.GetRawText().ShouldNotContain("ghp_abcdefghijklmnopqrstuvwxyz0123456789AB");
    }

    private async Task<JsonElement> DecideAsync(string command)
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command(command));
        response.EnsureSuccessStatusCode();
        return await TestServer.JsonAsync(response);
    }
}
