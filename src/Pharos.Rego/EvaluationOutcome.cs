using Pharos.Rego.Values;

namespace Pharos.Rego;

/// <summary>What a query came to.</summary>
public abstract record EvaluationOutcome
{
    private EvaluationOutcome()
    {
    }

    /// <summary>The query has a value; deterministic where the same input and data always give it.</summary>
    public sealed record Defined(RegoValue Value, bool IsDeterministic) : EvaluationOutcome;

    /// <summary>The query has no value.</summary>
    public sealed record Undefined(bool IsDeterministic) : EvaluationOutcome;

    /// <summary>The evaluation ended with an error or at a limit.</summary>
    public sealed record Failed(string Code, string Message) : EvaluationOutcome
    {
        /// <summary>The statement or rule in which it happened; null where it is no statement's doing.</summary>
        public RegoLocation? Location { get; init; }

        /// <inheritdoc/>
        public override string ToString() => Location is { } at ? $"{at}: {Code}: {Message}" : $"{Code}: {Message}";
    }
}
