namespace Pharos.Rego.Partial;

/// <summary>What a query depends on, directly or through rules.</summary>
/// <param name="Base">References to the input and to stored data, up to their first variable.</param>
/// <param name="Virtual">References of rules and functions.</param>
public sealed record RegoDependencies(IReadOnlyList<string> Base, IReadOnlyList<string> Virtual);
