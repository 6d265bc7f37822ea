using System.Text.Json;

namespace Pharos.Server.Events;

/// <summary>The wire shape of an event; <see cref="EventJson"/> writes it, this describes it.</summary>
internal sealed record EventContract(
    long Position,
    Guid Id,
    string Stream,
    long Version,
    string Type,
    int Schema,
    string At,
    ActorContract Actor,
    string? Agent,
    string? Workspace,
    Guid? Correlation,
    Guid? Causation,
    Guid? OperationId,
    JsonElement? Payload,
    string Leaf,
    string Hash,
    RemovedContract? Removed = null);

/// <summary>Who caused an event.</summary>
internal sealed record ActorContract(string Kind, string Id);

/// <summary>A page of events; next is the "after" of the following page, null at the end.</summary>
internal sealed record EventPageContract(IReadOnlyList<EventContract> Events, long? Next);
