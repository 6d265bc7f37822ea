using System.Net;
using Pharos.Agents;
using Pharos.Server.Security;

namespace Pharos.Server.Tests.Security;

public sealed class RouteMatrixTests(TestServer server) : IClassFixture<TestServer>
{
    // Written out here a second time on purpose: a slip in the table must differ from this.
    private const string Nobody = "", Open = "*", Readers = "viewer reviewer admin", Judges = "reviewer admin", Proposers = "agent admin", Both = "agent viewer reviewer admin", Everybody = "agent viewer reviewer expert admin", Admin = "admin", Workers = "agent expert";
    private const string Collaborators = "agent expert admin";
    private const string Askers = "agent reviewer expert admin";

    private static readonly Dictionary<string, string> Expected = new()
    {
        ["GET /"] = Open,
        ["GET /livez"] = Open,
        ["GET /readyz"] = Open,
        ["GET /startupz"] = Open,
        ["GET /health"] = Open,
        ["GET /api/health"] = Readers,
        ["GET /metrics"] = Readers,
        ["GET /openapi/v1.json"] = Readers,
        ["POST /api/proposals"] = Proposers,
        ["POST /api/proposals/batch"] = Proposers,
        ["POST /api/proposals/outcomes"] = Proposers,
        ["GET /api/proposals/{id}"] = Both,
        ["GET /api/proposals/{id}/similar"] = Both,
        ["POST /api/proposals/{id}/outcome"] = Proposers,
        ["GET /api/reviews"] = Readers,
        ["GET /api/reviews/{id}"] = Readers,
        ["POST /api/reviews/{id}/claim"] = Judges,
        ["POST /api/reviews/{id}/release"] = Judges,
        ["POST /api/reviews/{id}/renew"] = Judges,
        ["POST /api/reviews/{id}/snooze"] = Judges,
        ["POST /api/reviews/{id}/escalate"] = Judges,
        ["POST /api/reviews/{id}/undo"] = Judges,
        ["POST /api/reviews/{id}/verdict"] = Judges,
        ["POST /api/reviews/{id}/votes"] = "expert",
        ["POST /api/reviews/verdicts"] = Judges,
        ["POST /api/elicitations"] = Askers,
        ["GET /api/elicitations"] = Everybody,
        ["GET /api/elicitations/stream"] = Askers,
        ["GET /api/elicitations/{id}"] = Everybody,
        ["POST /api/elicitations/{id}/respond"] = Askers,
        ["POST /api/elicitations/{id}/decline"] = Askers,
        ["POST /api/elicitations/{id}/cancel"] = Askers,
        ["GET /api/definitions"] = Readers,
        ["GET /api/definitions/{id}"] = Readers,
        ["POST /api/definitions/{id}/approve"] = Judges,
        ["POST /api/definitions/{id}/forget"] = Judges,
        ["GET /api/grants"] = Readers,
        ["GET /api/grants/{id}"] = Readers,
        ["POST /api/grants"] = Judges,
        ["DELETE /api/grants/{id}"] = Judges,
        ["POST /api/grants/{id}/rule"] = Admin,
        ["POST /api/reviews/{id}/rule"] = Admin,
        ["POST /api/collaborations"] = Collaborators,
        ["GET /api/collaborations"] = Everybody,
        ["GET /api/collaborations/{id}"] = Everybody,
        ["POST /api/collaborations/{id}/accept"] = Collaborators,
        ["POST /api/collaborations/{id}/join"] = Collaborators,
        ["POST /api/collaborations/{id}/leave"] = Collaborators,
        ["POST /api/collaborations/{id}/invite"] = Collaborators,
        ["POST /api/collaborations/{id}/participants/{agent}/remove"] = Collaborators,
        ["POST /api/collaborations/{id}/end"] = Collaborators,
        ["POST /api/collaborations/{id}/messages"] = Collaborators,
        ["POST /api/collaborations/{id}/decisions"] = Collaborators,
        ["POST /api/collaborations/{id}/suggestions"] = Collaborators,
        ["POST /api/collaborations/{id}/suggestions/{n}/accept"] = Collaborators,
        ["POST /api/collaborations/{id}/suggestions/{n}/reject"] = Collaborators,
        ["POST /api/collaborations/{id}/suggestions/{n}/modify"] = Collaborators,
        ["POST /api/collaborations/{id}/suggestions/{n}/proposals"] = Collaborators,
        ["POST /api/collaborations/{id}/context"] = Collaborators,
        ["GET /api/collaborations/{id}/messages"] = Everybody,
        ["GET /api/collaborations/{id}/stream"] = Everybody,
        ["GET /api/collaborations/{id}/context/{hash}"] = Everybody,
        ["GET /r/{token}"] = Open,
        ["POST /r/{token}"] = Open,
        ["GET /api/events"] = Readers,
        ["GET /api/events/stream"] = Readers,
        ["POST /api/events/stream/tickets"] = Readers,
        ["GET /api/events/index"] = Readers,
        ["POST /api/events/reindex"] = Admin,
        ["GET /api/events/export"] = Admin,
        ["POST /api/events/archive"] = Admin,
        ["GET /api/blobs/{digest}"] = Readers,
        ["GET /api/events/statistics"] = Readers,
        ["GET /api/events/{position}"] = Readers,
        ["POST /api/events/{position}/erase"] = Admin,
        ["GET /v1/policies"] = Readers,
        ["GET /v1/policies/{**id}"] = Readers,
        ["PUT /v1/policies/{**id}"] = Admin,
        ["DELETE /v1/policies/{**id}"] = Admin,
        ["GET /v1/data"] = Admin,
        ["POST /v1/data"] = Admin,
        ["GET /v1/data/{**path}"] = Readers,
        ["POST /v1/data/{**path}"] = Readers,
        ["PUT /v1/data"] = Admin,
        ["PATCH /v1/data"] = Admin,
        ["PUT /v1/data/{**path}"] = Admin,
        ["PATCH /v1/data/{**path}"] = Admin,
        ["DELETE /v1/data/{**path}"] = Admin,
        ["POST /v0/data"] = Admin,
        ["POST /v0/data/{**path}"] = Readers,
        ["POST /"] = Admin,
        ["GET /v1/query"] = Admin,
        ["POST /v1/query"] = Admin,
        ["POST /v1/compile"] = Admin,
        ["GET /v1/compile/{**path}"] = Admin,
        ["POST /v1/compile/{**path}"] = Admin,
        ["GET /v1/status"] = Readers,
        ["GET /v1/config"] = Readers,
        ["GET /health/{**path}"] = Open,
        ["GET /api/policies"] = Readers,
        ["GET /api/policies/history"] = Readers,
        ["POST /api/policies/bundles/{name}"] = Admin,
        ["DELETE /api/policies/bundles/{name}"] = Admin,
        ["POST /api/policies/rollback"] = Admin,
        ["POST /api/policies/diff"] = Admin,
        ["GET /api/experts"] = Everybody,
        ["POST /api/experts"] = "agent expert admin",
        ["GET /api/experts/{id}"] = Everybody,
        ["POST /api/experts/{id}/heartbeat"] = Workers,
        ["GET /api/experts/{id}/inbox"] = Everybody,
        ["GET /api/experts/{id}/inbox/stream"] = Everybody,
        ["POST /api/experts/{id}/suspend"] = Judges,
        ["POST /api/experts/{id}/resume"] = Judges,
        ["POST /api/tasks"] = "agent expert reviewer admin",
        ["GET /api/tasks"] = Everybody,
        ["GET /api/tasks/{id}"] = Everybody,
        ["POST /api/tasks/{id}/claim"] = Workers,
        ["POST /api/tasks/{id}/progress"] = Workers,
        ["POST /api/tasks/{id}/result"] = Workers,
        ["POST /api/tasks/{id}/decline"] = Workers,
        ["POST /api/tasks/{id}/cancel"] = "agent expert reviewer admin",
        ["GET /api/degradation"] = Readers,
        ["POST /api/degradation"] = Admin,
        ["GET /api/tokens"] = Admin,
        ["POST /api/tokens"] = Admin,
        ["DELETE /api/tokens/{id}"] = Admin,
        ["GET /api/agents"] = Readers,
        ["PUT /api/agents/{id}"] = Admin,
        ["GET /api/workspaces"] = Readers,
        ["PUT /api/workspaces/registrations"] = Admin,
        ["DELETE /api/workspaces/registrations"] = Admin,
        ["POST /mcp"] = Everybody,
        ["GET /mcp"] = Everybody,
        ["DELETE /mcp"] = Everybody,
        ["POST /hooks/{agent}"] = Proposers,
        ["POST /validate"] = Proposers,
    };

    private static readonly HashSet<string> Signed = ["POST /api/tasks/{id}/claim", "POST /api/tasks/{id}/progress", "POST /api/tasks/{id}/result", "POST /api/tasks/{id}/decline"];

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var row in RouteTable.Rows)
        {
            foreach (var who in (string[])["nobody", .. Enum.GetValues<Role>().Select(RoleNames.Of)])
            {
                cells.Add(row.ToString(), who);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_route_opens_to_exactly_the_roles_of_the_matrix(string route, string who)
    {
        var allowed = Expected.GetValueOrDefault(route, Nobody);
        var token = RoleNames.TryParse(who, out var role) ? await server.TokenAsync(role) : null;
        var (method, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
        var path = pattern.Replace("{**id}", "matrix").Replace("{**path}", "pharos/gate/allow").Replace("{agent}", "claude-code").Replace("{position}", "1").Replace("{id}", Guid.Empty.ToString());

        // A stream that opened would never end.
        path += route is "GET /api/events/stream" or "GET /api/elicitations/stream" ? "?after=x" : "";
        using var response = await server.SendAsync(method, path, token, method is "POST" or "PUT" or "PATCH" ? "{}" : null);

        var isOpen = allowed == Open || allowed.Split(' ').Contains(who);
        if (route is "POST /hooks/{agent}" or "POST /validate")
        {
            // Their failures are answered in the agent's own shape, so the code in the body tells and not the status.
            var body = await response.Content.ReadAsStringAsync();
            body.Contains("token.missing", StringComparison.Ordinal).ShouldBe(who == "nobody", body);
            body.Contains("role.forbidden", StringComparison.Ordinal).ShouldBe(who != "nobody" && !isOpen, body);
        }
        else if (who == "nobody" && !isOpen)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        else if (isOpen && Signed.Contains(route) && response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // The role was let in, and then the signature was asked for.
            (await TestServer.CodeAsync(response)).ShouldBe("signature.missing");
        }
        else
        {
            (response.StatusCode == HttpStatusCode.Forbidden).ShouldBe(!isOpen, $"{response.StatusCode}");
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                // The token opens the route; what is signed with it is looked at next.
                RouteTable.Rows.Single(row => row.ToString() == route).IsSigned.ShouldBeTrue();
                who.ShouldBeOneOf("agent", "expert");
                (await TestServer.CodeAsync(response)).ShouldBe("signature.missing");
            }

            // A health policy that is not there answers 500, as Open Policy Agent does.
            ((int)response.StatusCode).ShouldBeLessThan(route == "GET /health/{**path}" ? 501 : 500);
        }
    }

    [Fact]
    public void The_matrix_has_no_row_that_this_test_does_not_know() =>
        RouteTable.Rows.Select(row => row.ToString()).ShouldBe(Expected.Keys, ignoreOrder: true);

    [Theory]
    [InlineData("GET", "/v1/data/system")]
    [InlineData("POST", "/v1/data/pharos/gatekeeper")]
    [InlineData("GET", "/v1/data/pharos")]
    [InlineData("GET", "/v1/data/pharos/gate/../other")]
    public async Task A_viewer_evaluates_nothing_outside_the_gate(string method, string path)
    {
        using var response = await server.SendAsync(method, path, Role.Viewer, method == "POST" ? "{}" : null);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
