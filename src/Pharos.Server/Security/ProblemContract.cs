namespace Pharos.Server.Security;

/// <summary>The wire shape of a problem (RFC 9457); <see cref="ProblemJson"/> writes it.</summary>
internal sealed record ProblemContract(string Type, string Title, int Status, string Detail, string Code, Guid? Correlation);
