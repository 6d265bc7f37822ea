using System.Net;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Server.Tests.Events;

public sealed class BlobTests(LargeProposalServer server) : IClassFixture<LargeProposalServer>
{
    private const string Secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";

    [Fact]
    public async Task A_file_of_a_megabyte_is_recorded_beside_the_event_and_read_back_masked()
    {
        var content = Content($"key = {Secret}\n");
        var (id, position) = await ProposeAsync(content);
        var record = await EventAsync(position);
        record.GetProperty("schema").GetInt32().ShouldBe(2);
        var reference = record.GetProperty("payload").GetProperty("input").GetProperty("proposal").GetProperty("input").GetProperty("content");
        var digest = reference.GetProperty("$blob").GetString()!["sha256:".Length..];
        using var blob = await server.SendAsync("GET", $"/api/blobs/{digest}", Role.Viewer);
        var masked = SecretMask.Mask(content);
        masked.ShouldNotContain(Secret);
        (await blob.Content.ReadAsStringAsync()).ShouldBe(masked);
        reference.GetProperty("bytes").GetInt32().ShouldBe(Encoding.UTF8.GetByteCount(masked));
        var found = await server.Server.Parts.Archive.FindAsync(new ProposalId(id), TestContext.Current.CancellationToken);
        found!.Input.ToJson().ShouldContain(JsonSerializer.Serialize("tail of the file")[1..^1]);
        using var answer = await server.SendAsync("GET", $"/api/proposals/{id}", Role.Viewer);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_blob_is_a_download_that_no_browser_runs()
    {
        var (_, position) = await ProposeAsync(Content("<script>alert(1)</script>"));
        using var blob = await server.SendAsync("GET", $"/api/blobs/{await DigestAsync(position)}", Role.Viewer);
        blob.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        blob.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        blob.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("..%2F..%2Fkeys%2Ftoken.key")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ABCDEF0000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_no_blob_is_unknown(string digest)
    {
        using var blob = await server.SendAsync("GET", $"/api/blobs/{digest}", Role.Viewer);
        (await TestServer.CodeAsync(blob)).ShouldBe("blob.unknown");
    }

    [Fact]
    public async Task Erasing_the_event_lets_the_blob_go()
    {
        var (_, position) = await ProposeAsync(Content("to be erased"));
        var digest = await DigestAsync(position);
        using var erased = await server.SendAsync("POST", $"/api/events/{position}/erase", Role.Admin, "{\"reason\":\"a test\"}");
        erased.StatusCode.ShouldBe(HttpStatusCode.OK, await erased.Content.ReadAsStringAsync());
        await server.Server.Parts.Store.Blobs.SweepAsync(TimeSpan.FromSeconds(-1), TestContext.Current.CancellationToken);
        using var blob = await server.SendAsync("GET", $"/api/blobs/{digest}", Role.Viewer);
        (await TestServer.CodeAsync(blob)).ShouldBe("blob.unknown");
    }

    [Fact]
    public async Task An_object_that_only_looks_like_a_reference_is_recorded_as_it_was_proposed()
    {
        var (_, position) = await ProposeAsync(Content("the real one"));
        var digest = await DigestAsync(position);
        var fake = $$"""{"kind":"tool-call","tool":"mcp__a__b","input":{"x":{"$blob":"sha256:{{digest}}","bytes":5} },"workspace":"{{server.Workspace}}"}""";
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, fake);
        var id = (await TestServer.JsonAsync(decided)).GetProperty("id").GetGuid();
        var found = await server.Server.Parts.Archive.FindAsync(new ProposalId(id), TestContext.Current.CancellationToken);
        found!.Input.ToJson().ShouldContain($"{{\"$blob\":\"sha256:{digest}\",\"bytes\":5}}");
        (await server.Server.Parts.Store.Blobs.ReferencesAsync(Parse(digest), TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    private static Digest Parse(string text) => Digest.TryParse(text, out var digest) ? digest : throw new ArgumentException("No digest.", nameof(text));

    private static string Content(string begin) => begin + string.Concat(Enumerable.Range(0, 25_000).Select(i => $"line {i:00000} of a file with \"quotes\" and ü\n")) + "tail of the file";

    private async Task<(Guid Id, long Position)> ProposeAsync(string content)
    {
        var body = $$"""{"kind":"file-write","tool":"Write","input":{"file_path":"{{server.Workspace}}/a.txt","content":{{JsonSerializer.Serialize(content)}}},"workspace":"{{server.Workspace}}"}""";
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, body);
        decided.StatusCode.ShouldBe(HttpStatusCode.OK, await decided.Content.ReadAsStringAsync());
        var answer = await TestServer.JsonAsync(decided);
        return (answer.GetProperty("id").GetGuid(), answer.GetProperty("position").GetInt64());
    }

    private async Task<JsonElement> EventAsync(long position)
    {
        using var response = await server.SendAsync("GET", $"/api/events/{position}", Role.Viewer);
        return await TestServer.JsonAsync(response);
    }

    private async Task<string> DigestAsync(long position) => (await EventAsync(position))
        .GetProperty("payload").GetProperty("input").GetProperty("proposal").GetProperty("input").GetProperty("content").GetProperty("$blob").GetString()!["sha256:".Length..];
}
