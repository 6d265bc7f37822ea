using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Workspaces;

public sealed class WorkspaceTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_registered_workspace_is_in_force_until_it_is_withdrawn()
    {
        using var put = await server.SendAsync("PUT", "/api/workspaces/registrations", Role.Admin, """{"root":"/srv/app/","profile":"relaxed","mode":"dry-run"}""");
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var decided = await server.SendAsync(
            "POST", "/api/proposals", Role.Agent, """{"kind":"command","tool":"Bash","input":{"command":"ls"},"workspace":"/srv/app","cwd":"src"}""");
        var answer = await TestServer.JsonAsync(decided);
        answer.GetProperty("mode").GetString().ShouldBe("dry-run");
        answer.GetProperty("enforced").GetBoolean().ShouldBeFalse();
        using var deleted = await server.SendAsync("DELETE", "/api/workspaces/registrations", Role.Admin, """{"root":"/srv/app"}""");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var list = await server.SendAsync("GET", "/api/workspaces", Role.Viewer);
        (await list.Content.ReadAsStringAsync()).ShouldNotContain("/srv/app");
    }

    [Fact]
    public async Task A_configured_workspace_wins_over_a_registered_one()
    {
        using var put = await server.SendAsync("PUT", "/api/workspaces/registrations", Role.Admin, $$"""{"root":"{{server.Workspace}}","mode":"dry-run"}""");
        var body = await TestServer.JsonAsync(put);
        body.GetProperty("mode").GetString().ShouldBe("enforce");
        body.GetProperty("source").GetString().ShouldBe("configuration");
    }

    [Theory]
    [InlineData("""{"root":"/"}""", "workspace.refused")]
    [InlineData("""{"root":"/home/dev"}""", "workspace.refused")]
    [InlineData("""{"root":"relative"}""", "workspace.root")]
    [InlineData("""{"root":"/srv/x","mode":"maybe"}""", "workspace.mode")]
    [InlineData("""{"root":"/srv/x","profile":"lax"}""", "workspace.profile")]
    public async Task A_bad_registration_is_refused_with_its_code(string body, string code)
    {
        using var response = await server.SendAsync("PUT", "/api/workspaces/registrations", Role.Admin, body);
        (await TestServer.CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task A_registered_agents_account_is_used_for_its_proposals()
    {
        using var put = await server.SendAsync("PUT", "/api/agents/agent-1", Role.Admin, """{"home":"/home/dev/","user":"dev"}""");
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var list = await server.SendAsync("GET", "/api/agents", Role.Viewer);
        (await TestServer.JsonAsync(list)).GetProperty("agents")[0].GetProperty("home").GetString().ShouldBe("/home/dev");
        using var home = await server.SendAsync(
            "POST", "/api/proposals", Role.Agent, """{"kind":"command","tool":"Bash","input":{"command":"ls"},"workspace":"/home/dev"}""");
        (await TestServer.CodeAsync(home)).ShouldBe("workspace.refused");
    }
}
