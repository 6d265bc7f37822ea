using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>A question as people type it: a reference, one expression or several.</summary>
internal sealed class PolicyQuery
{
    // One expression is asked for its value by giving it a name no policy uses; that way false and [] are answers, not "undefined".
    private const string ValueName = "pharos_value_of_the_query";

    private readonly RegoQuery _query;
    private readonly Shape _shape;

    private PolicyQuery(RegoQuery query, Shape shape)
    {
        _query = query;
        _shape = shape;
    }

    private enum Shape
    {
        Reference,
        Expression,
        Body,
    }

    /// <summary>Compiles a question, or says what is wrong with it.</summary>
    public static (PolicyQuery? Query, IReadOnlyList<RegoDiagnostic> Diagnostics) Prepare(RegoProgram program, string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_') && (text == "data" || text.StartsWith("data.", StringComparison.Ordinal)))
        {
            try
            {
                return (new PolicyQuery(program.Prepare(text), Shape.Reference), []);
            }
            catch (ArgumentException)
            {
                // Looks like a reference but is none (data..x); the parser below says why.
                _ = text;
            }
        }

        if (text.IndexOfAny([';', '\n']) < 0 && program.TryPrepareQuery($"{ValueName} := {text}", out var expression, out _))
        {
            return (new PolicyQuery(expression!, Shape.Expression), []);
        }

        return program.TryPrepareQuery(text, out var body, out var diagnostics) ? (new PolicyQuery(body!, Shape.Body), []) : (null, diagnostics);
    }

    /// <summary>Evaluates it.</summary>
    public (IReadOnlyList<PolicySolution> Solutions, EvaluationOutcome.Failed? Failed) Evaluate(RegoValue? input, EvaluationOptions options, CancellationToken cancellationToken) =>
        _query.Evaluate(input, options, cancellationToken) switch
        {
            EvaluationOutcome.Failed failed => ([], failed),
            EvaluationOutcome.Defined defined when _shape == Shape.Reference => ([new PolicySolution(defined.Value, RegoObject.Empty)], null),
            EvaluationOutcome.Defined { Value: RegoArray solutions } => ([.. solutions.OfType<RegoObject>().Select(Read)], null),
            _ => ([], null),
        };

    private PolicySolution Read(RegoObject bindings)
    {
        if (_shape == Shape.Body || !bindings.TryGet(ValueName, out var value))
        {
            return new PolicySolution(RegoBoolean.True, bindings);
        }

        var rest = new RegoObject.Builder();
        foreach (var (name, bound) in bindings)
        {
            if (name is not RegoString { Value: ValueName })
            {
                rest.Set(name, bound);
            }
        }

        return new PolicySolution(value, rest.Build());
    }
}
