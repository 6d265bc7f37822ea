using System.Text;
using System.Text.Json;
using Pharos.Cli.Connection;
using Pharos.Cli.Reviews;
using Pharos.Cli.Reviews.Desk;
using Pharos.Rego.Values;

namespace Pharos.Cli.Tests.Reviews;

/// <summary>Reviews as the server sends them.</summary>
internal static class Reviewed
{
    public static DateTimeOffset Now { get; } = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static Guid IdOf(int number) => new($"019a0000-0000-7000-8000-0000{number:x8}");

    public static ReviewEntry Entry(int number, string summary = "make deploy", string risk = "low", string state = "waiting", string kind = "command", long version = 3, string? holder = null, string? by = null) =>
        new(Object(Document(number, summary, risk, state, kind, version, holder, by)));

    public static ServerReply Reply(ReviewEntry entry) => new(200, entry.Document);

    public static ServerReply Page(string? next, params ReviewEntry[] entries) =>
        new(200, Object(JsonSerializer.Serialize(new { items = entries.Select(entry => JsonDocument.Parse(entry.Document.ToJson()).RootElement), next })));

    public static ServerReply Detail(ReviewEntry entry, object? input = null, object? facts = null, object[]? similar = null, object[]? lastActions = null) => new(200, Object(JsonSerializer.Serialize(new
    {
        review = JsonDocument.Parse(entry.Document.ToJson()).RootElement,
        proposal = new { facts = facts ?? new { }, evidence = new[] { new { segment = entry.Summary, why = "not covered" } } },
        input = new { proposal = new { input = input ?? new { command = entry.Summary }, cwd = "/srv/app" } },
        similar = similar ?? [],
        lastActions = lastActions ?? [],
    })));

    public static DeskState Desk(params ReviewEntry[] entries) => DeskNews.Listed(new DeskState { Now = Now }, entries, entries.Length).State;

    public static (DeskState State, IReadOnlyList<DeskEffect> Effects) Type(this DeskState state, string keys)
    {
        IReadOnlyList<DeskEffect> effects = [];
        foreach (var key in keys)
        {
            (state, effects) = DeskKeys.Press(state, DeskKey.Of(key));
        }

        return (state, effects);
    }

    public static RegoObject Object(string json) => (RegoObject)RegoValue.ParseJson(Encoding.UTF8.GetBytes(json));

    private static string Document(int number, string summary, string risk, string state, string kind, long version, string? holder, string? by) => JsonSerializer.Serialize(new
    {
        id = IdOf(number),
        version,
        kind,
        tool = "Bash",
        risk,
        state,
        summary,
        rule = "pharos.gate.default",
        reason = "No policy allows it.",
        agent = "claude-1",
        workspace = "/srv/app",
        holder,
        heldUntil = Now.AddMinutes(5),
        requestedAt = Now.AddMinutes(-1),
        dueAt = Now.AddMinutes(4),
        expiresAt = Now.AddHours(1),
        onTimeout = "expire",
        sla = "ok",
        people = 1,
        joined = 0,
        told = Array.Empty<string>(),
        delivered = false,
        verdict = by is null ? null : new { verdict = "approve", by, reason = (string?)null },
    });
}
