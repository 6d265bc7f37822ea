using System.Text.Json;
using System.Text.Json.Serialization;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Gate.Definitions;

/// <summary>Types of the events about definitions of tools.</summary>
public static class DefinitionEvents
{
    /// <summary>A definition was seen that is not the pinned one, and what the gate made of it.</summary>
    public const string Decided = "definition.decided";

    /// <summary>A person approved what the policies had refused, or what waited.</summary>
    public const string Approved = "definition.approved";

    /// <summary>A person let go of what was known of a tool: the next sight is the first.</summary>
    public const string Forgotten = "definition.forgotten";

    /// <summary>What a decision about a definition adds to the record; null where it says nothing new.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="answer">The answer as it leaves: after grants and reviews.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="actor">Who proposed.</param>
    /// <param name="clock">The clock.</param>
    internal static (NewEvent Event, ExpectedVersion Expected)? Of(GateVerdict verdict, Answer answer, Proposal proposal, Actor actor, TimeProvider clock)
    {
        if (proposal.Kind != ProposalKind.ToolDefinition || verdict.Sight is not { } sight || DefinitionKey.Of(proposal) is not { } key)
        {
            return null;
        }

        var text = DefinitionText.Of(proposal.Input);
        var state = answer is { Decision: Decision.Allow, Edited: null } ? DefinitionState.Pinned : answer.Decision == Decision.Review ? DefinitionState.Waiting
            : answer.State == "rejected" ? DefinitionState.Rejected : DefinitionState.Refused;
        if (sight.IsTooMany || (sight.Latest == text.Hash && sight.State == state && sight.Review == answer.Review?.Value && !sight.IsErased))
        {
            return null;
        }

        var decided = new DefinitionDecided(key.Agent, SecretMask.Mask(key.Workspace), key.Server, key.Tool, text, state, proposal.Id.Value)
        {
            Review = answer.Review?.Value,
            Rule = answer.Rule,
            By = answer.DecidedBy,
        };
        var recorded = new NewEvent
        {
            Stream = key.Stream,
            Id = EventId.New(clock),
            Type = Decided,
            At = clock.GetUtcNow(),
            Actor = actor,
            Agent = key.Agent,
            Workspace = SecretMask.Mask(key.Workspace),
            Correlation = new CorrelationId(proposal.Id.Value),
            Payload = JsonSerializer.SerializeToUtf8Bytes(decided, DefinitionJson.Default.DefinitionDecided),
        };
        return (recorded, new ExpectedVersion(key.Stream, sight.Version));
    }
}

/// <summary>Payload of <see cref="DefinitionEvents.Decided"/>.</summary>
/// <param name="Agent">The agent that was to be shown it.</param>
/// <param name="Workspace">The workspace's root.</param>
/// <param name="Server">The server.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Text">The definition.</param>
/// <param name="State">What became of it.</param>
/// <param name="Proposal">The proposal.</param>
public sealed record DefinitionDecided(string Agent, string Workspace, string Server, string Tool, DefinitionText Text, DefinitionState State, Guid Proposal)
{
    /// <summary>The review it waits in.</summary>
    public Guid? Review { get; init; }

    /// <summary>The rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Who decided, where that was a person.</summary>
    public string? By { get; init; }
}

/// <summary>Payload of what a person says about a definition: which, and why.</summary>
public sealed record DefinitionWord(string? Hash, string? Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(DefinitionDecided))]
[JsonSerializable(typeof(DefinitionWord))]
internal sealed partial class DefinitionJson : JsonSerializerContext;
