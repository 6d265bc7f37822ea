using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Policies;
using Pharos.Rego.Values;
using Pharos.Server.Opa.Decisions;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>One request for a decision: what it may be answered with, and what is recorded of it. Its id is the decision's.</summary>
internal sealed class OpaRequest(HttpContext context, PolicyBundle bundle, TimeProvider clock)
{
    /// <summary>The decision's id, for the answer and the record.</summary>
    public Guid Id { get; } = Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>The policies that are asked, all through the request.</summary>
    public PolicyBundle Bundle => bundle;

    public OpaParameters Parameters { get; } = OpaParameters.Of(context);

    public OpaMetrics Metrics { get; } = new(clock);

    /// <summary>The record of this request; the caller adds what was asked and answered.</summary>
    public OpaDecision Decision(RegoValue? input) => new()
    {
        Id = Id,
        Input = input,
        Revision = bundle.Version,
        RequestedBy = context.Connection.RemoteIpAddress is { } address
            ? string.Create(CultureInfo.InvariantCulture, $"{address}:{context.Connection.RemotePort}")
            : "unix socket",
        Actor = Admission.Of(context).Actor,
        RequestId = CorrelationFeature.Of(context) ?? Id,
        At = clock.GetUtcNow(),
        Metrics = Metrics.ToValue(),
    };
}
