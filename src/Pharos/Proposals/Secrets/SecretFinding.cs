namespace Pharos.Proposals.Secrets;

/// <summary>A secret found in a text. The secret itself is not kept; <see cref="Shown"/> is all that anybody gets to see.</summary>
/// <param name="Form">Name of the form it has, in kebab case: <c>github-token</c>.</param>
/// <param name="Title">What it is, for a person: "a GitHub token".</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="IsVerified">True when its form is nobody else's, or a checksum or its decoded content shows that it is real.</param>
/// <param name="Shown">Its first characters and a mask.</param>
internal sealed record SecretFinding(string Form, string Title, int Start, int Length, bool IsVerified, string Shown)
{
    /// <summary>The line it stands in, from 1.</summary>
    public required int Line { get; init; }
}
