namespace Pharos.Gate.Facts.Texts;

/// <summary>Something in a text that speaks to the model behind its user's back, or that the user could not see.</summary>
/// <param name="Sign">What it is, in kebab case: <c>hidden-text</c>, <c>override</c>, <c>secrecy</c>, <c>role-markup</c>, <c>exfiltration</c>, <c>secret-file</c>, <c>shadowing</c>, <c>invisible</c>, <c>control</c>, <c>secret</c>.</param>
/// <param name="At">Where it stands: the member of a definition or of a result.</param>
/// <param name="Shown">The words around it, with what cannot be seen written out.</param>
/// <param name="IsCertain">False where the same is often found in honest texts.</param>
public sealed record TextSign(string Sign, string At, string Shown, bool IsCertain);
