using System.Text;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Exchange;

namespace Pharos.Server.Tests.Events;

public sealed class ExportTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_over_HTTP_is_imported_into_an_empty_log()
    {
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git log"));
        using var response = await server.SendAsync("GET", "/api/events/export", Role.Admin);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        await using var other = new InMemoryEventStore(TimeProvider.System);
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        var report = (await new LogImport(other).RunAsync(body, null, Cancellation)).ShouldBeOfType<ImportReport.Complete>();
        report.Hash.ShouldBe((await server.Server.Parts.Store.Log.GetAsync(report.Last, Cancellation))!.Hash);
    }

    [Fact]
    public async Task Every_export_is_an_event_and_not_in_itself()
    {
        var before = await ReadsAsync();
        using var first = await server.SendAsync("GET", "/api/events/export?from=1&to=1", Role.Admin);
        using var second = await server.SendAsync("GET", "/api/events/export", Role.Admin);
        (await ReadsAsync()).ShouldBe(before + 2);
        (await second.Content.ReadAsStringAsync()).ShouldContain("\"end\":true");
    }

    [Theory]
    [InlineData("from=0")]
    [InlineData("from=99999999")]
    [InlineData("to=x")]
    [InlineData("blobs=maybe")]
    [InlineData("typ=log.read")]
    [InlineData("from=1&from=2")]
    public async Task A_bad_parameter_is_refused_and_never_ignored(string query)
    {
        using var response = await server.SendAsync("GET", $"/api/events/export?{query}", Role.Admin);
        (await TestServer.CodeAsync(response)).ShouldBe("query.parameter");
    }

    private async Task<int> ReadsAsync()
    {
        var count = 0;
        await foreach (var record in server.Server.Parts.Store.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            count += record.Type == "log.read" && Encoding.UTF8.GetString(record.Payload.Span).Contains("\"export\"", StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}
