using System.Text;
using Pharos.Events;
using Pharos.Server.Hooks;

namespace Pharos.Server.Tests.Hooks;

public sealed class BreakGlassTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ph-glass").FullName;
    private readonly ManualClock _clock = new();

    private string Glass => Path.Combine(_folder, BreakGlassFile.Name);

    [Fact]
    public async Task What_happened_without_the_server_is_recorded_once_and_ended()
    {
        await using var log = new InMemoryEventLog();
        var now = _clock.GetUtcNow();
        var text = new BreakGlassFile("dev", "moving\nthe server", now, now.AddMinutes(15)).ToText();
        await File.WriteAllTextAsync(Glass, text);
        await File.WriteAllTextAsync(Path.Combine(_folder, BreakGlassFile.UsesName), "1 PreToolUse\n2 PreToolUse\n");

        var position = (await BreakGlass.ImportAsync(log, _folder, _clock)).ShouldNotBeNull();

        var record = (await log.GetAsync(position)).ShouldNotBeNull();
        record.Type.ShouldBe("break-glass.opened");
        var payload = Encoding.UTF8.GetString(record.Payload.Span);
        payload.ShouldContain("\"who\":\"dev\"");
        payload.ShouldContain("\"why\":\"moving the server\"");
        payload.ShouldContain("\"uses\":2");
        Directory.GetFiles(_folder).ShouldBeEmpty();

        // A crash between the record and the removal leaves the file; the next start must not record it again.
        await File.WriteAllTextAsync(Glass, text);
        (await BreakGlass.ImportAsync(log, _folder, _clock)).ShouldBe(position);
        (await log.HeadAsync()).ShouldBe(position);
    }

    [Fact]
    public async Task Without_a_file_there_is_nothing_to_record()
    {
        await using var log = new InMemoryEventLog();
        (await BreakGlass.ImportAsync(log, _folder, _clock)).ShouldBeNull();
        (await log.HeadAsync()).ShouldBe(Position.Start);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("until 9999999999\nat 1\nwho x\nwhy y\n")]
    [InlineData("")]
    public async Task A_file_that_is_not_understood_is_recorded_too(string text)
    {
        await using var log = new InMemoryEventLog();
        await File.WriteAllTextAsync(Glass, text);
        var position = (await BreakGlass.ImportAsync(log, _folder, _clock)).ShouldNotBeNull();
        Encoding.UTF8.GetString((await log.GetAsync(position))!.Payload.Span).ShouldContain("\"understood\":false");
        File.Exists(Glass).ShouldBeFalse();
    }

    [Fact]
    public void The_text_reads_back_as_it_was_written()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
        var file = new BreakGlassFile("dev", "why not", at, at.AddMinutes(60));
        BreakGlassFile.TryRead(file.ToText()).ShouldBe(file);
        BreakGlassFile.TryRead((file with { Until = at.AddMinutes(61) }).ToText()).ShouldBeNull();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
