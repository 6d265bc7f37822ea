using System.Net;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Evidence;
using Pharos.Storage.Sqlite;

namespace Pharos.Server.Tests.Events;

public sealed class EraseTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task An_erased_payload_is_gone_and_the_log_still_verifies()
    {
        var secret = $"forget-me-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        var position = await DecideAsync($"echo {secret}");
        using var erased = await EraseAsync(position, "a customer's name");
        erased.StatusCode.ShouldBe(HttpStatusCode.OK);
        var record = (await TestServer.JsonAsync(erased)).GetProperty("record").GetInt64();

        using var got = await server.SendAsync("GET", $"/api/events/{position}", Role.Viewer);
        var shown = JsonSerializer.Deserialize(await got.Content.ReadAsStringAsync(), ServerJson.Default.EventContract)!;
        shown.Payload.ShouldBeNull();
        shown.Removed!.Kind.ShouldBe("erased");
        shown.Removed.Digest.Length.ShouldBe(64);

        using var said = await server.SendAsync("GET", $"/api/events/{record}", Role.Viewer);
        var payload = (await TestServer.JsonAsync(said)).GetProperty("payload");
        payload.GetProperty("position").GetInt64().ShouldBe(position);
        payload.GetProperty("reason").GetString().ShouldBe("a customer's name");
        payload.GetProperty("digest").GetString().ShouldBe(shown.Removed.Digest);

        Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".sock" or ".lock") && Holds(file, secret)).ShouldBeEmpty();
        using var source = new SqliteChainSource(Path.Combine(server.Data, "log.db"));
        var options = new VerifyOptions { Heads = HeadsReader.Read(Path.Combine(server.Data, HeadsReader.FileName)) };
        (await new LogVerifier(source, options).VerifyAsync(cancellationToken: TestContext.Current.CancellationToken)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task Erasing_again_says_when_it_was_done_and_by_which_event()
    {
        var position = await DecideAsync("echo twice");
        using var first = await EraseAsync(position, "once");
        using var second = await EraseAsync(position, "twice");
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        var again = await TestServer.JsonAsync(second);
        again.GetProperty("record").GetInt64().ShouldBe((await TestServer.JsonAsync(first)).GetProperty("record").GetInt64());
        again.GetProperty("erasedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_decision_that_repeats_an_erased_one_still_answers()
    {
        const string Command = "git log --oneline -n 7";
        using var first = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command(Command));
        var answer = await TestServer.JsonAsync(first);
        using var repeated = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command(Command));
        var id = (await TestServer.JsonAsync(repeated)).GetProperty("id").GetString();
        using var erased = await EraseAsync(answer.GetProperty("position").GetInt64(), "gone");
        erased.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var found = await server.SendAsync("GET", $"/api/proposals/{id}", Role.Admin);
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TestServer.JsonAsync(found)).GetProperty("decision").GetString().ShouldBe(answer.GetProperty("decision").GetString());
        using var again = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command(Command));
        (await TestServer.JsonAsync(again)).GetProperty("decision").GetString().ShouldBe(answer.GetProperty("decision").GetString());
    }

    [Fact]
    public async Task What_state_is_folded_from_and_what_is_evidence_cannot_be_erased()
    {
        foreach (var type in new[] { "token.issued", "policy.activated", "log.read", "log.erased" })
        {
            using var erased = await EraseAsync(await DecideAsync("echo x"), "so that there is one");
            using var reading = await server.SendAsync("GET", $"/api/events?type={type}&limit=1", Role.Admin);
            var position = (await TestServer.JsonAsync(reading)).GetProperty("events")[0].GetProperty("position").GetInt64();
            using var refused = await EraseAsync(position, "why not");
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict, type);
            (await TestServer.CodeAsync(refused)).ShouldBe("erase.protected");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_reason_is_needed(string reason)
    {
        using var refused = await EraseAsync(1, reason);
        (await TestServer.CodeAsync(refused)).ShouldBe("erase.reason");
    }

    [Fact]
    public async Task A_reason_has_its_limit()
    {
        using var refused = await EraseAsync(await DecideAsync("echo y"), new string('r', LogErasure.MaximumReason + 1));
        (await TestServer.CodeAsync(refused)).ShouldBe("erase.reason");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("999999999")]
    [InlineData("x")]
    public async Task A_position_without_an_event_is_unknown(string position)
    {
        using var refused = await server.SendAsync("POST", $"/api/events/{position}/erase", Role.Admin, """{"reason":"r"}""");
        (await TestServer.CodeAsync(refused)).ShouldBe("event.unknown");
    }

    private async Task<long> DecideAsync(string command)
    {
        using var decided = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command(command));
        return (await TestServer.JsonAsync(decided)).GetProperty("position").GetInt64();
    }

    private Task<HttpResponseMessage> EraseAsync(long position, string reason) =>
        server.SendAsync("POST", $"/api/events/{position}/erase", Role.Admin, $$"""{"reason":"{{reason}}"}""");

    private static bool Holds(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        return bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
