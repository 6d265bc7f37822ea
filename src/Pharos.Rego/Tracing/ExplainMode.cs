namespace Pharos.Rego.Tracing;

/// <summary>Which events of a trace are of interest.</summary>
public enum ExplainMode
{
    /// <summary>Notes, with the rules that led to them.</summary>
    Notes,

    /// <summary>Failures, with the rules that led to them.</summary>
    Fails,

    /// <summary>Everything but unifications.</summary>
    Full,

    /// <summary>Everything.</summary>
    Debug,
}
