using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews;

/// <summary>A review as the server sent it.</summary>
/// <param name="Document">The document.</param>
internal sealed record ReviewEntry(RegoObject Document)
{
    /// <summary>How many of an id's last characters are shown: those are random, the first ones are the time.</summary>
    public const int ShownIdCharacters = 8;

    /// <summary>Its identity.</summary>
    public Guid Id { get; } = Guid.TryParse(Document.TextOf("id"), out var id) ? id : Guid.Empty;

    /// <summary>The end of its identity, enough to name it by.</summary>
    public string ShortId => Id.ToString("N")[^ShownIdCharacters..];

    /// <summary>The version a verdict is about.</summary>
    public long Version { get; } = long.TryParse(Document.TextOf("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    /// <summary>What is proposed, in one line.</summary>
    public string Summary => Text("summary");

    /// <summary>low, medium or high.</summary>
    public string Risk => Text("risk");

    /// <summary>Where it stands.</summary>
    public string State => Text("state");

    /// <summary>The kind of the proposal.</summary>
    public string Kind => Text("kind");

    /// <summary>Who proposes.</summary>
    public string Agent => Text("agent");

    /// <summary>Who looks at it; null for nobody.</summary>
    public string? Holder => Document.TextOf("holder");

    /// <summary>Who judged; null while nobody has.</summary>
    public string? Judge => Document.ObjectOf("verdict").TextOf("by");

    /// <summary>The reason of the verdict.</summary>
    public string? JudgeReason => Document.ObjectOf("verdict").TextOf("reason");

    /// <summary>How the agreed time stands.</summary>
    public string Sla => Text("sla");

    /// <summary>How far the experts are who are asked about it: <c>vote 1/4</c>; null when none are, or not any more.</summary>
    public string? Voting => Document.ObjectOf("panel") is var panel && panel.TextOf("state") == "open" ? $"vote {panel.TextOf("voted")}/{panel.TextOf("seats")}" : null;

    /// <summary>When it should have been judged.</summary>
    public DateTimeOffset? DueAt => Time("dueAt");

    /// <summary>Whether the agent has the verdict.</summary>
    public bool IsDelivered => Document.TextOf("delivered") == "true";

    /// <summary>Whether it is risky.</summary>
    public bool IsHighRisk => Risk != "low" && Risk != "medium";

    /// <summary>Whether nothing is left to judge.</summary>
    public bool IsClosed => State is "approved" or "rejected" or "responded" or "expired" or "superseded";

    /// <summary>How it was decided, for people: <c>approved by ben</c>.</summary>
    public string Outcome => Judge is { } judge ? $"{State} by {judge}{(JudgeReason is { } reason ? $": {reason}" : "")}"
        : Document.TextOf("closedWhy") is { } why ? $"{State}: {why}"
        : State;

    /// <summary>A member as text; empty when missing.</summary>
    public string Text(string name) => Document.TextOf(name) ?? "";

    /// <summary>A member as a time.</summary>
    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParse(Document.TextOf(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
