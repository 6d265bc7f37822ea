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
}
