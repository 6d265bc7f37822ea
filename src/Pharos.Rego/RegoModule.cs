namespace Pharos.Rego;

/// <summary>One text of Rego; the id names it in diagnostics and traces, usually a path.</summary>
public sealed record RegoModule(string Id, string Source)
{
    /// <summary>The dialect of this module where it differs from that of the others, as the files of a bundle may.</summary>
    /// <value>The default value is null: that of <see cref="CompileOptions.RegoVersion"/>.</value>
    public RegoVersion? Version { get; init; }
}
