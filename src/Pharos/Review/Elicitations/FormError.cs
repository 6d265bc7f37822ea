namespace Pharos.Review.Elicitations;

/// <summary>Where an answer does not have the form that was asked for.</summary>
/// <param name="Place">Names and indexes with dots between them; <c>(root)</c> is the answer itself.</param>
/// <param name="Code">A stable code such as <c>invalid_type</c> or <c>required</c>.</param>
/// <param name="Description">The reason in words.</param>
public sealed record FormError(string Place, string Code, string Description);
