using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Elicitations;

public sealed class ElicitationStreamTests(ElicitationServer server) : IClassFixture<ElicitationServer>
{
    [Fact]
    public async Task A_stream_begins_with_what_waits_and_goes_on_with_what_comes_and_what_ends()
    {
        var (subject, token) = await server.AgentAsync();
        var first = await server.AskAsync(subject);
        using var stream = await ElicitationReader.OpenAsync(server, token);
        (await stream.NextAsync()).Data.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        var second = await server.AskAsync(subject);
        (await stream.NextAsync()).Data.GetProperty("id").GetString().ShouldBe(second.GetProperty("id").GetString());
        using var cancelled = await server.SendAsync("POST", $"/api/elicitations/{first.GetProperty("id").GetString()}/cancel", Role.Agent, "{}");
        var (kind, ended) = await stream.NextAsync();
        (kind, ended.GetProperty("id").GetString(), ended.GetProperty("state").GetString()).ShouldBe(("ended", first.GetProperty("id").GetString(), "cancelled"));
    }

    [Fact]
    public async Task Nobody_reads_the_questions_of_another()
    {
        var (subject, _) = await server.AgentAsync();
        var (other, token) = await server.AgentAsync();
        using var stream = await ElicitationReader.OpenAsync(server, token);
        await server.AskAsync(subject);
        var own = await server.AskAsync(other);
        (await stream.NextAsync()).Data.GetProperty("id").GetString().ShouldBe(own.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Each_connection_begins_with_all_that_waits_so_nothing_is_lost_between_two()
    {
        var (subject, token) = await server.AgentAsync();
        using (var first = await ElicitationReader.OpenAsync(server, token))
        {
            await server.AskAsync(subject);
            (await first.NextAsync()).Kind.ShouldBe("elicitation");
        }

        await server.AskAsync(subject);
        using var second = await ElicitationReader.OpenAsync(server, token);
        var ids = new HashSet<string> { (await second.NextAsync()).Data.GetProperty("id").GetString()!, (await second.NextAsync()).Data.GetProperty("id").GetString()! };
        ids.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_takes_no_parameters()
    {
        using var refused = await server.SendAsync("GET", "/api/elicitations/stream?for=reviewer-1", Role.Agent);
        (refused.StatusCode, await TestServer.CodeAsync(refused)).ShouldBe((HttpStatusCode.BadRequest, "query.parameter"));
    }
}
