using System.Globalization;
using Pharos.Events;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Server.Opa.Decisions;

/// <summary>A decision that was answered to a client of the OPA interface, before masking.</summary>
internal sealed record OpaDecision
{
    public required Guid Id { get; init; }

    /// <summary>The document that was asked, such as <c>pharos/gate/allow</c>; null for a query.</summary>
    public string? Path { get; init; }

    /// <summary>The query that was asked; null for a document.</summary>
    public string? Query { get; init; }

    public RegoValue? Input { get; init; }

    /// <summary>What it came to; null when it was undefined or failed.</summary>
    public RegoValue? Result { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public EvaluationOutcome.Failed? Error { get; init; }

    /// <summary>Keys beside the input that the client sent.</summary>
    public RegoObject? RequestMetadata { get; init; }

    public required string Revision { get; init; }

    public required string RequestedBy { get; init; }

    public required Actor Actor { get; init; }

    public required Guid RequestId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required RegoObject Metrics { get; init; }

    /// <summary>The decision as Open Policy Agent's decision logs show it, which is also the input of mask policies.</summary>
    public RegoObject ToEvent()
    {
        var value = new RegoObject.Builder();
        value.Set("labels", RegoObject.Of(("id", RegoString.Of("pharos")), ("version", RegoString.Of(PharosServer.Version))));
        value.Set("decision_id", RegoString.Of(Id.ToString()));
        value.Set("bundles", RegoObject.Of(("pharos", RegoObject.Of(("revision", RegoString.Of(Revision))))));
        Set(value, "path", Path is null ? null : RegoString.Of(Path));
        Set(value, "query", Query is null ? null : RegoString.Of(Query));
        Set(value, "input", Input);
        Set(value, "result", Result);
        Set(value, "error", Error is null ? null : Failure(Error));
        Set(value, "custom", RequestMetadata is { Count: > 0 } metadata ? RegoObject.Of(("request_metadata", metadata)) : null);
        value.Set("requested_by", RegoString.Of(RequestedBy));
        value.Set("req_id", RegoString.Of(RequestId.ToString()));
        value.Set("timestamp", RegoString.Of(At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));
        value.Set("metrics", Metrics);
        return value.Build();
    }

    private static RegoObject Failure(EvaluationOutcome.Failed failed)
    {
        var error = new RegoObject.Builder();
        error.Set("code", RegoString.Of(failed.Code));
        error.Set("message", RegoString.Of(failed.Message));
        Set(error, "location", failed.Location is not { } at ? null : RegoObject.Of(("file", RegoString.Of(at.File)), ("row", RegoNumber.Of(at.Row)), ("col", RegoNumber.Of(at.Column))));
        return error.Build();
    }

    private static void Set(RegoObject.Builder value, string name, RegoValue? member)
    {
        if (member is not null)
        {
            value.Set(name, member);
        }
    }
}
