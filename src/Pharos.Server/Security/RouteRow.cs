namespace Pharos.Server.Security;

/// <summary>One row of the matrix of roles and routes.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Route pattern.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Summary">What it does, in one sentence for the OpenAPI document.</param>
internal sealed record RouteRow(string Method, string Pattern, RouteAccess Access, string Summary)
{
    /// <summary>
    /// True where clients of Open Policy Agent send text, YAML or what curl calls a form. Every such route needs a token in a header, which no foreign page can make a
    /// browser send without asking first.
    /// </summary>
    public bool TakesAnyMediaType { get; init; }

    /// <summary>True where the form of a page of this server is sent back.</summary>
    public bool IsForm { get; init; }

    /// <summary>True for checks that orchestrators call often; they are neither limited nor logged.</summary>
    public bool IsProbe { get; init; }

    /// <summary>True for an endless answer of events. A ticket opens it too, because a browser's stream can send no token.</summary>
    public bool IsStream { get; init; }

    /// <summary>True where agents and experts must sign with the key they got at registration; other roles have none.</summary>
    public bool IsSigned { get; init; }

    /// <summary>True for an endless answer of Server-Sent Events that takes a token in a header only.</summary>
    public bool IsPushed { get; init; }

    /// <summary>The parameters of the query, for the description. Default: none.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>True where they must sign once they have a key: who read a token must not get a new key with it.</summary>
    public bool IsSignedOnceKeyed { get; init; }

    /// <summary>What it does among agents: a suspended expert may not, and a judgement is signed by who has a key. Default: nothing.</summary>
    public AgentAct Act { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Pattern}";
}
