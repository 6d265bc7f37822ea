namespace Pharos.Server.Security;

/// <summary>One row of the matrix of roles and routes.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Route pattern.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Summary">What it does, in one sentence for the OpenAPI document.</param>
internal sealed record RouteRow(string Method, string Pattern, RouteAccess Access, string Summary)
{
    /// <summary>True when a body of another media type than JSON is expected (a policy's text).</summary>
    public bool TakesPlainText { get; init; }

    /// <summary>True for checks that orchestrators call often; they are neither limited nor logged.</summary>
    public bool IsProbe { get; init; }

    /// <summary>True for an endless answer of events. A ticket opens it too, because a browser's stream can send no token.</summary>
    public bool IsStream { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Pattern}";
}
