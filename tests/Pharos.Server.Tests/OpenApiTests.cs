using System.Globalization;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Server.Security;

namespace Pharos.Server.Tests;

public sealed class OpenApiTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_document_describes_every_route_of_the_table()
    {
        using var response = await server.SendAsync("GET", "/openapi/v1.json", Role.Viewer);
        var document = await TestServer.JsonAsync(response);
        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        var paths = document.GetProperty("paths");
        foreach (var row in RouteTable.Rows)
        {
            paths.TryGetProperty(row.Pattern.Replace("{**", "{"), out var path).ShouldBeTrue(row.ToString());
            path.TryGetProperty(row.Method.ToLowerInvariant(), out var operation).ShouldBeTrue(row.ToString());
            operation.GetProperty("summary").GetString().ShouldBe(row.Summary);
        }
    }

    [Fact]
    public async Task The_answers_shape_stands_in_the_document()
    {
        using var response = await server.SendAsync("GET", "/openapi/v1.json", Role.Viewer);
        (await response.Content.ReadAsStringAsync()).ShouldContain("policyVersion");
    }

    [Theory]
    [InlineData("/api/tokens", "/api/tokens", Role.Admin, """{"subject":"described-agent","role":"agent"}""")]
    [InlineData("/api/events/stream/tickets", "/api/events/stream/tickets", Role.Viewer, "")]
    [InlineData("/api/experts", "/api/experts", Role.Expert, """{"kinds":["work"]}""")]
    [InlineData("/api/experts/{id}/suspend", "/api/experts/described-expert/suspend", Role.Reviewer, "{}")]
    [InlineData("/api/tasks", "/api/tasks", Role.Agent, """{"summary":"described"}""")]
    [InlineData("/api/elicitations", "/api/elicitations", Role.Agent, """{"to":"admin","message":"described?","schema":{}}""")]
    [InlineData("/api/collaborations", "/api/collaborations", Role.Agent, """{"kind":"team","objective":"described"}""")]
    public async Task What_is_answered_is_what_the_document_says(string pattern, string path, Role role, string body)
    {
        if (pattern.EndsWith("suspend", StringComparison.Ordinal))
        {
            using var registered = await server.SendAsync("POST", "/api/experts", await server.TokenAsync(Role.Expert, "described-expert"), """{"kinds":["work"]}""");
        }

        using var answered = await server.SendAsync("POST", path, role, body.Length == 0 ? null : body);
        var answer = await TestServer.JsonAsync(answered);
        using var response = await server.SendAsync("GET", "/openapi/v1.json", Role.Viewer);
        var document = await TestServer.JsonAsync(response);
        var responses = document.GetProperty("paths").GetProperty(pattern).GetProperty("post").GetProperty("responses");
        responses.TryGetProperty(((int)answered.StatusCode).ToString(CultureInfo.InvariantCulture), out var described).ShouldBeTrue($"{answered.StatusCode}: {answer}");
        var members = Resolved(document, described.GetProperty("content").GetProperty("application/json").GetProperty("schema")).GetProperty("properties");
        foreach (var member in answer.EnumerateObject())
        {
            members.TryGetProperty(member.Name, out var schema).ShouldBeTrue(member.Name);
            if (member.Value.ValueKind == JsonValueKind.Null && schema.EnumerateObject().Any())
            {
                schema.GetRawText().ShouldContain("\"null\"", customMessage: member.Name);
            }
        }
    }

    private static JsonElement Resolved(JsonElement document, JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name)) : schema;
}
