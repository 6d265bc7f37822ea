using Pharos.Rego.Builtins;
using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego;

/// <summary>A prepared query; evaluations of it may run at the same time.</summary>
public sealed class RegoQuery
{
    /// <summary>The machine of an earlier evaluation on this thread; taken while in use, so a nested evaluation gets its own.</summary>
    [ThreadStatic]
    private static Machine? _idle;

    private readonly RegoProgram _program;
    private readonly CompiledQuery _query;

    internal RegoQuery(RegoProgram program, CompiledQuery query)
    {
        _program = program;
        _query = query;
    }

    /// <summary>Evaluates the query for an input; null is no input at all.</summary>
    public EvaluationOutcome Evaluate(RegoValue? input, EvaluationOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= EvaluationOptions.Default;
        var machine = _idle ?? new Machine();
        _idle = null;
        var context = new BuiltinContext(options.Clock, options.Seed, cancellation) { StrictErrors = options.StrictErrors };
        var scope = new EvaluationScope(null, _program.Rules.Documents) { Input = input, Data = _program.Data };
        machine.Start(scope, context, options, cancellation);
        var value = _query.Term is not null ? _query.Term.Evaluate(machine, new RegoValue?[_query.Slots]) : Solutions(machine);
        EvaluationOutcome outcome = machine.Failed
            ? new EvaluationOutcome.Failed(machine.ErrorCode!, machine.ErrorMessage!)
            : value is null
                ? new EvaluationOutcome.Undefined(!context.IsNondeterministic)
                : new EvaluationOutcome.Defined(value, !context.IsNondeterministic);
        machine.Finish();
        _idle = machine;
        return outcome;
    }

    private RegoArray? Solutions(Machine machine)
    {
        var found = machine.PushCollector();
        _query.Body!.Run(machine, new RegoValue?[_query.Slots]);
        var solutions = found.Count == 0 ? null : RegoArray.From(found);
        machine.PopCollector();
        return solutions;
    }
}
