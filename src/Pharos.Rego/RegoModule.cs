namespace Pharos.Rego;

/// <summary>One text of Rego; the id names it in diagnostics and traces, usually a path.</summary>
public sealed record RegoModule(string Id, string Source);
