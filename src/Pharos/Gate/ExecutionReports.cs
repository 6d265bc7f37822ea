using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Gate;

/// <summary>
/// Records what agents did after the gate's answer. Something that ran though it was denied, or that nobody proposed, is recorded as a bypass: the gate was got
/// around, and that must be seen. Safe for use by many threads.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="clock">The clock.</param>
public sealed class ExecutionReports(IEventLog log, TimeProvider clock)
{
    private readonly ProposalArchive _archive = new(log);

    /// <summary>Records a report on a proposal by its id.</summary>
    public async ValueTask<ReportOutcome> ReportAsync(ProposalId id, ExecutionReport report, Caller caller, CancellationToken cancellationToken)
    {
        if (await _archive.GlanceAsync(id, cancellationToken) is not { } found || !MaySpeak(caller, found))
        {
            // The same answer for "not there" and "not yours", so that ids of others cannot be probed.
            return new ReportOutcome.Refused(new Problem("proposal.unknown", $"There is no proposal {id} of yours.", 404));
        }

        return await WriteAsync(found, id.Stream, report, caller, workspace: null, cancellationToken);
    }

    /// <summary>Records a report on the proposal an operation made; one that was never made is a bypass.</summary>
    public async ValueTask<ReportOutcome> ReportAsync(
        OperationId operation, ExecutionReport report, Caller caller, string? workspace, CancellationToken cancellationToken)
    {
        try
        {
            var record = await log.FindOperationAsync(caller.Subject, operation, cancellationToken);
            var id = record is null ? default(ProposalId?) : new ProposalId(record.Stream.Id);
            var found = id is null ? null : await _archive.GlanceAsync(id.Value, cancellationToken);
            return await WriteAsync(found, id?.Stream ?? StreamId.New("bypass", clock), report, caller, workspace, cancellationToken);
        }
        catch (EventLogUnavailableException unavailable)
        {
            return new ReportOutcome.Refused(new Problem(unavailable.Code, unavailable.Message, 503));
        }
    }

    private async ValueTask<ReportOutcome> WriteAsync(
        FoundProposal? found, StreamId stream, ExecutionReport report, Caller caller, string? workspace, CancellationToken cancellationToken)
    {
        // A review binds until someone approves it; the person at the agent's own prompt may have, which only the agent knows, so it is recorded and not an alarm.
        var isBypass = found is null || found.Answer is { Decision: Decision.Deny, IsEnforced: true };
        var record = new NewEvent
        {
            Stream = stream,
            Id = EventId.New(clock),
            Type = isBypass ? GateEvents.Bypassed : GateEvents.Executed,
            At = clock.GetUtcNow(),
            Actor = new Actor(caller.Role == Role.Agent ? ActorKind.Agent : ActorKind.User, caller.Subject),
            Agent = found?.Agent ?? caller.Subject,
            Workspace = found?.WorkspaceRoot ?? workspace,
            Correlation = new CorrelationId(found?.Answer.Id.Value ?? stream.Id),
            Payload = Payload(found, report),
        };
        return await log.AppendAsync(AppendBatch.Of(record), cancellationToken) switch
        {
            AppendOutcome.Appended appended when isBypass => Alarm(appended.First),
            AppendOutcome.Appended appended => new ReportOutcome.Recorded(appended.First),
            AppendOutcome.Refused refused => new ReportOutcome.Refused(new Problem(refused.Code, refused.Reason, 413)),
            _ => throw new InvalidOperationException("A report has no expected version, so it cannot conflict."),
        };
    }

    private static ReportOutcome.Bypassed Alarm(Position position)
    {
        GateMetrics.Bypassed();
        return new ReportOutcome.Bypassed(position);
    }

    private static bool MaySpeak(Caller caller, FoundProposal found) => caller.Role == Role.Admin || found.Agent == caller.Subject;

    private static byte[] Payload(FoundProposal? found, ExecutionReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("outcome", ExecutionReport.NameOf(report.State));
            if (report.Detail is { } detail)
            {
                WriteDetail(writer, detail);
            }

            if (found is null)
            {
                writer.WriteString("why", "never proposed");
            }
            else
            {
                writer.WriteString("decision", AnswerNames.Of(found.Answer.Decision));
                writer.WriteString("rule", found.Answer.Rule);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteDetail(Utf8JsonWriter writer, string detail)
    {
        if (detail.Length <= ExecutionReport.MaximumDetailCharacters)
        {
            writer.WriteString("detail", SecretMask.Mask(detail));
            return;
        }

        writer.WriteNumber("detailCharacters", detail.Length);
        writer.WriteString("detailSha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(detail))));
    }
}
