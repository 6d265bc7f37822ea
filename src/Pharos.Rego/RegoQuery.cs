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

    private static readonly EvaluationOutcome Yes = new EvaluationOutcome.Defined(RegoBoolean.True, true);
    private static readonly EvaluationOutcome No = new EvaluationOutcome.Defined(RegoBoolean.False, true);
    private static readonly Slot[] NoFrame = new Slot[1];

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
        var machine = TakeMachine();
        Start(machine, _program, input, options, cancellation);
        var outcome = Run(machine);
        GiveBack(machine);
        return outcome;
    }

    /// <summary>A machine that nobody uses on this thread.</summary>
    internal static Machine TakeMachine()
    {
        var machine = _idle ?? new Machine();
        _idle = null;
        return machine;
    }

    /// <summary>Leaves a machine to the next evaluation on this thread, without anything of this one.</summary>
    internal static void GiveBack(Machine machine)
    {
        machine.Finish();
        _idle = machine;
    }

    internal static void Start(Machine machine, RegoProgram program, RegoValue? input, EvaluationOptions options, CancellationToken cancellation) =>
        machine.Start(program.Rules.Documents, input, program.Data, program.Shared(options.StrictErrors), options, cancellation);

    /// <summary>Whether the query was prepared for a program.</summary>
    internal bool IsOf(RegoProgram program) => ReferenceEquals(_program, program);

    /// <summary>Evaluates the query in a machine that was started.</summary>
    internal EvaluationOutcome Run(Machine machine)
    {
        var value = _query.Term is not null ? _query.Term.Evaluate(machine, _query.Slots <= 1 ? NoFrame : new Slot[_query.Slots]) : Solutions(machine);
        value = value is null || machine.Failed ? value : machine.Bounded(value);
        return machine.Failed
            ? new EvaluationOutcome.Failed(machine.ErrorCode!, machine.ErrorMessage!) { Location = machine.ErrorLocation is { } at ? new RegoLocation(at.File, at.Row, at.Column) : null }
            : Answer(value, !machine.IsNondeterministic);
    }

    /// <summary>A yes or no is the commonest answer, and needs no new object.</summary>
    private static EvaluationOutcome Answer(RegoValue? value, bool isDeterministic)
    {
        if (isDeterministic)
        {
            if (ReferenceEquals(value, RegoBoolean.True))
            {
                return Yes;
            }

            if (ReferenceEquals(value, RegoBoolean.False))
            {
                return No;
            }
        }

        return value is null ? new EvaluationOutcome.Undefined(isDeterministic) : new EvaluationOutcome.Defined(value, isDeterministic);
    }

    private RegoArray? Solutions(Machine machine)
    {
        var found = machine.PushCollector();
        _query.Body!.Run(machine, new Slot[_query.Slots]);
        var solutions = found.Count == 0 ? null : RegoArray.From(found);
        machine.PopCollector();
        return solutions;
    }
}
