using System.Buffers;
using System.Text;
using System.Text.Json;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Cli.Bench;

/// <summary>One evaluation that is measured: a prepared query, its input both as text and parsed, and the answer it has to give.</summary>
internal sealed class RegoWorkload
{
    private readonly RegoQuery _query;
    private readonly RegoValue? _input;
    private readonly byte[]? _json;
    private readonly ArrayBufferWriter<byte> _answer = new(256);

    private RegoWorkload(string name, RegoQuery query, string? input)
    {
        Name = name;
        _query = query;
        _input = input is null ? null : RegoValue.ParseJson(input);
        _json = input is null ? null : Encoding.UTF8.GetBytes(input);
    }

    /// <summary>What it is called in the report.</summary>
    public string Name { get; }

    /// <summary>Prepares a workload; one that gives another answer than it should would be measured under a wrong name.</summary>
    /// <exception cref="InvalidDataException">The answer is not <paramref name="expected"/>, in Rego notation.</exception>
    public static RegoWorkload Of(string name, RegoProgram program, string reference, string? input, string expected)
    {
        var workload = new RegoWorkload(name, program.Prepare(reference), input);
        var answer = workload._query.Evaluate(workload._input) switch
        {
            EvaluationOutcome.Defined defined => defined.Value.ToString(),
            EvaluationOutcome.Failed failed => $"{failed.Code}: {failed.Message}",
            _ => "undefined",
        };
        return answer == expected ? workload : throw new InvalidDataException($"{name} answers {answer}, and not {expected}.");
    }

    /// <summary>Compiles one module.</summary>
    /// <exception cref="InvalidDataException">It does not compile.</exception>
    public static RegoProgram Compile(string module, RegoValue? data = null) => RegoProgram.Compile([new RegoModule("bench.rego", module)], data) switch
    {
        CompileOutcome.Compiled compiled => compiled.Program,
        CompileOutcome.Rejected rejected => throw new InvalidDataException(string.Join('\n', rejected.Diagnostics)),
        _ => throw new InvalidOperationException("A module compiles or is rejected."),
    };

    /// <summary>Evaluates the parsed input.</summary>
    public void Evaluate() => _query.Evaluate(_input);

    /// <summary>Reads the input's JSON, evaluates, and writes the answer's JSON.</summary>
    public void EvaluateJson()
    {
        var input = _json is null ? null : RegoValue.ParseJson(_json);
        _answer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_answer);
        if (_query.Evaluate(input) is EvaluationOutcome.Defined defined)
        {
            defined.Value.WriteJson(writer);
        }
    }
}
