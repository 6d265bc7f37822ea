namespace Pharos.Rego.Tracing;

/// <summary>What happened at an event of a trace.</summary>
public enum TraceOperation
{
    /// <summary>A rule or body is about to be evaluated.</summary>
    Enter,

    /// <summary>A rule or body holds.</summary>
    Exit,

    /// <summary>An expression is about to be evaluated.</summary>
    Eval,

    /// <summary>An expression, rule or body is looked at for further ways to hold.</summary>
    Redo,

    /// <summary>An expression does not hold.</summary>
    Fail,

    /// <summary>The builtin <c>trace</c> left a note.</summary>
    Note,

    /// <summary>The rules of a document or function were looked up.</summary>
    Index,

    /// <summary>Two terms are unified.</summary>
    Unify,
}
