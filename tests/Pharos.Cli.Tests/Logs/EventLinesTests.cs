using Pharos.Cli.Logs;
using Pharos.Rego.Values;

namespace Pharos.Cli.Tests.Logs;

public sealed class EventLinesTests
{
    [Fact]
    public void A_decision_shows_what_was_decided_about_what()
    {
        var line = Line("""{"position":7,"at":"2026-11-21T03:30:00Z","type":"proposal.decided","agent":"claude-1","payload":{"answer":{"decision":"deny","rule":"r"},"input":{"proposal":{"tool":"Bash","input":{"command":"rm -rf /"}}}}}""");
        line.ShouldContain("proposal.decided");
        line.ShouldContain("claude-1");
        line.ShouldContain("deny    r  rm -rf /");
    }

    [Fact]
    public void An_agent_s_text_cannot_steer_the_reader_s_terminal() =>
        Line("""{"position":1,"type":"x","payload":{"answer":{"decision":"allow","rule":"r"},"input":{"proposal":{"input":{"command":"a\u001b[2J\nb"}}}}}""").ShouldNotContain('\u001b');

    [Fact]
    public void An_event_without_payload_is_still_a_line() => Line("""{"position":3,"type":"log.read","actor":{"id":"admin"}}""").ShouldContain("admin");

    private static string Line(string json) => EventLines.Of((RegoObject)RegoValue.ParseJson(json));
}
