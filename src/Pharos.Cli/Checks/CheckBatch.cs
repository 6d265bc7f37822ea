using System.Text;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Checks;

/// <summary><c>check --batch</c>: one answer for each line, in order, as soon as it is decided.</summary>
/// <param name="gate">The gate.</param>
/// <param name="call">The run of the command.</param>
/// <param name="withFacts">Add the facts to every answer.</param>
internal sealed class CheckBatch(LocalGate gate, CommandCall call, bool withFacts)
{
    /// <summary>Longest line in characters; the API's body limit.</summary>
    public const int MaximumLineCharacters = 4 * 1024 * 1024;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    private readonly int[] _decisions = new int[3];
    private int _undecided;

    /// <summary>Decides every line of a file.</summary>
    /// <param name="name">The file as it was named; <c>-</c> is standard input.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops between lines.</param>
    /// <returns>0 if every line was decided.</returns>
    public async Task<int> RunAsync(string name, FileInfo file, CancellationToken cancellationToken)
    {
        if (name != "-" && !file.Exists)
        {
            return call.Fail("batch.missing", $"There is no file {file.FullName}.");
        }

        await using var stream = name == "-" ? Console.OpenStandardInput() : file.OpenRead();
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false));
        var started = call.Clock.GetTimestamp();
        var reported = started;
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            Decide(line, number, cancellationToken);
            if (call.Clock.GetElapsedTime(reported) > ProgressEvery)
            {
                reported = call.Clock.GetTimestamp();
                await call.Error.WriteLineAsync($"{number} lines …");
                await call.Output.FlushAsync(cancellationToken);
            }
        }

        await call.Output.FlushAsync(cancellationToken);
        await call.Error.WriteLineAsync(
            $"{_decisions.Sum()} decided in {call.Clock.GetElapsedTime(started).TotalSeconds:0.0} s: {_decisions[0]} allow, {_decisions[1]} deny, {_decisions[2]} review; {_undecided} not understood");
        return _undecided == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private void Decide(string line, int number, CancellationToken cancellationToken)
    {
        var (document, reading) = Read(line);
        var id = document is not null && document.TryGet("id", out var named) ? named : RegoNumber.Of(number);
        if (reading is not ProposalReading.Read read)
        {
            _undecided++;
            Write(id, CheckAnswers.Refusal(((ProposalReading.Refused)reading).Problem, gate.PolicyVersion, call.Clock), null);
            return;
        }

        var (verdict, problem) = gate.Decide(read.Request, trustWorkspace: read.Request.Workspace is not null, cancellationToken);
        var answer = verdict?.Answer ?? CheckAnswers.Refusal(problem!, gate.PolicyVersion, call.Clock);
        _decisions[(int)answer.Decision]++;
        Write(id, answer, withFacts ? verdict?.Facts : null);
    }

    private static (RegoObject? Document, ProposalReading Reading) Read(string line)
    {
        if (line.Length > MaximumLineCharacters)
        {
            return (null, new ProposalReading.Refused(new Problem("proposal.size", $"The line is longer than {MaximumLineCharacters} characters.")));
        }

        if (!RegoValue.TryParseJson(Encoding.UTF8.GetBytes(line), out var value, out var error))
        {
            return (null, new ProposalReading.Refused(new Problem("proposal.malformed", $"The line is not JSON: {error}")));
        }

        return value is RegoObject document
            ? (document, CheckRequest.FromLine(document))
            : (null, new ProposalReading.Refused(new Problem("proposal.malformed", "The line is not a JSON object.")));
    }

    // The caller's id takes the place of the proposal's: nothing was recorded that the latter could name.
    private void Write(RegoValue id, Answer answer, RegoValue? facts) => call.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        id.WriteJson(json);
        using var document = JsonDocument.Parse(CommandCall.JsonText(inner => AnswerJson.Write(inner, answer, facts)));
        foreach (var member in document.RootElement.EnumerateObject().Where(member => !member.NameEquals("id")))
        {
            member.WriteTo(json);
        }

        json.WriteEndObject();
    });
}
