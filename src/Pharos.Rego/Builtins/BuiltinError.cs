namespace Pharos.Rego.Builtins;

/// <summary>Why a builtin has no value.</summary>
/// <param name="Code">OPA's error code.</param>
/// <param name="Message">The message, which starts with the builtin's name.</param>
public sealed record BuiltinError(string Code, string Message)
{
    /// <summary>The code of an argument of the wrong type.</summary>
    public const string TypeCode = "eval_type_error";

    /// <summary>The code of an argument that a builtin cannot work with.</summary>
    public const string FailureCode = "eval_builtin_error";

    /// <summary>The code of a call that would go beyond a limit. It ends the query.</summary>
    public const string LimitCode = "eval_limit_builtin";

    /// <summary>The code of a query whose time is up.</summary>
    public const string TimeCode = "eval_limit_time";

    /// <summary>The code of a query that was cancelled.</summary>
    public const string CancelCode = "eval_cancel_error";
}
