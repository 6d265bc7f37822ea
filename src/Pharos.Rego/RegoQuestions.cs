using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego;

/// <summary>
/// Several queries of one program about one input, asked one after the other. What a query evaluates is there for the next one. Each has its own limits of steps and
/// time, and what had a part of chance or time in it says so of every later answer. For one thread; closed before another evaluation begins on it.
/// </summary>
public sealed class RegoQuestions : IDisposable
{
    private readonly RegoProgram _program;
    private readonly RegoValue? _input;
    private readonly EvaluationOptions _options;
    private readonly CancellationToken _cancellation;
    private Machine? _machine;

    internal RegoQuestions(RegoProgram program, RegoValue? input, EvaluationOptions options, CancellationToken cancellation)
    {
        _program = program;
        _input = input;
        _options = options;
        _cancellation = cancellation;
    }

    /// <summary>Evaluates a query of the program.</summary>
    /// <exception cref="ArgumentException">The query was prepared for another program.</exception>
    public EvaluationOutcome Ask(RegoQuery query)
    {
        if (!query.IsOf(_program))
        {
            throw new ArgumentException("The query was prepared for another program.", nameof(query));
        }

        if (_machine is null)
        {
            _machine = RegoQuery.TakeMachine();
            RegoQuery.Start(_machine, _program, _input, _options, _cancellation);
        }
        else
        {
            _machine.Resume();
        }

        var outcome = query.Run(_machine);
        if (outcome is EvaluationOutcome.Failed)
        {
            // What was in the middle of being evaluated may not be taken for a result.
            Dispose();
        }

        return outcome;
    }

    /// <summary>Forgets what was evaluated.</summary>
    public void Dispose()
    {
        if (_machine is { } machine)
        {
            _machine = null;
            RegoQuery.GiveBack(machine);
        }
    }
}
