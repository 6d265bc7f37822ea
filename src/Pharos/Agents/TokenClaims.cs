namespace Pharos.Agents;

/// <summary>What a token says about its holder.</summary>
/// <param name="Id">Identity of the token itself (<c>jti</c>), by which it is revoked.</param>
/// <param name="Subject">Who holds it; for an agent this is the agent id of every proposal it makes.</param>
/// <param name="Role">What the holder may do.</param>
/// <param name="IssuedAt">When it was made, to the second.</param>
/// <param name="ExpiresAt">When it stops being accepted, to the second.</param>
public sealed record TokenClaims(Guid Id, string Subject, Role Role, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Longest subject accepted, in characters.</summary>
    public const int MaximumSubjectCharacters = 128;

    /// <summary>Says whether a subject may be used: 1 to 128 letters, digits and <c>. _ - @ :</c>, because it stands in headers, logs and file names.</summary>
    public static bool IsSubject(string? subject) =>
        subject is { Length: > 0 and <= MaximumSubjectCharacters }
        && subject.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@' or ':')
        && subject is not ("." or "..");
}
