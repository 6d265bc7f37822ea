using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>What is known of a query, and what is to be left open.</summary>
public sealed record PartialRequest
{
    /// <summary>The query, for example <c>data.example.allow == true</c>.</summary>
    public required string Query { get; init; }

    /// <summary>The input as far as it is known; null is no input at all.</summary>
    public RegoValue? Input { get; init; }

    /// <summary>References below <c>input</c> or <c>data</c> whose values are not known.</summary>
    /// <value>The default value is <c>input</c>.</value>
    public IReadOnlyList<string> Unknowns { get; init; } = ["input"];

    /// <summary>References of rules that are not to be put in the place of their uses; support rules stand for them instead.</summary>
    public IReadOnlyList<string> DisableInlining { get; init; } = [];

    /// <summary>Whether only rules that do not depend on an unknown are put in the place of their uses.</summary>
    public bool ShallowInlining { get; init; }

    /// <summary>Whether builtins such as <c>http.send</c> are called now; else their calls remain.</summary>
    public bool NondeterministicBuiltins { get; init; }

    /// <summary>The first name of the packages of support rules.</summary>
    /// <value>The default value is <c>partial</c>.</value>
    public string Namespace { get; init; } = "partial";

    /// <summary>Bounds, clock and strictness of what is evaluated now.</summary>
    public EvaluationOptions Evaluation { get; init; } = EvaluationOptions.Default;

    /// <summary>How many remaining queries and support rules there may be (<c>partial_limit_size</c>).</summary>
    /// <value>The default value is 10,000.</value>
    public int MaximumResiduals { get; init; } = 10_000;
}
