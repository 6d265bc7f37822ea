using System.CommandLine;
using System.Globalization;
using System.Text;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews;

/// <summary>A verdict: <c>approve</c>, <c>reject</c>, <c>respond</c>.</summary>
/// <param name="access">As whom.</param>
/// <param name="verdict">The verdict, as the server calls it.</param>
/// <param name="description">What it does.</param>
internal sealed class ReviewVerdictCommand(ReviewAccess access, string verdict, string description) : ICommandSpecification
{
    private const int MostEditBytes = 1024 * 1024;

    private readonly Argument<string> _id = new("ID") { Description = "The review's id, or the end of it as lists show it" };
    private readonly Option<string?> _reason = new("--reason") { Description = verdict == "approve" ? "Why, for the record" : "Why; the agent gets it", HelpName = "TEXT" };
    private readonly Option<string?> _edit = new("--edit") { Description = "Approve this input (a JSON object) instead of the proposed one; - reads standard input", HelpName = "FILE" };
    private readonly Option<string?> _grant = new("--grant") { Description = "Also approve the same again: session or workspace", HelpName = "SCOPE" };
    private readonly Option<DateTimeOffset?> _until = new("--until") { Description = "When the grant ends, for example 2030-01-31T18:00Z", HelpName = "TIME" };
    private readonly Option<long?> _version = new("--version") { Description = "The version that was looked at; refused when the review has changed since", HelpName = "N" };

    private bool IsApproval => verdict == "approve";

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        _reason.Required = !IsApproval;
        _grant.AcceptOnlyFromAmong("session", "workspace");
        string[] examples = IsApproval
            ? ["pharos review approve 1f3a99c0", "pharos review approve 1f3a99c0 --edit safer.json", "pharos review approve 1f3a99c0 --grant session"]
            : [$"pharos review {verdict} 1f3a99c0 --reason 'use the staging host' --version 7"];
        var command = new DocumentedCommand(verdict, description, examples) { _id, _reason, _version };
        if (IsApproval)
        {
            command.Options.Add(_edit);
            command.Options.Add(_grant);
            command.Options.Add(_until);
        }

        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => JudgeAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> JudgeAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var scope = IsApproval ? call.Value(_grant) : null;
        var until = IsApproval ? call.Value(_until) : null;
        if (until is not null && scope is null)
        {
            return call.Misuse("--until says when a grant ends; it needs --grant session or --grant workspace.");
        }

        var (edited, unreadable) = IsApproval && call.Value(_edit) is { } file ? await ReadEditAsync(file, cancellationToken) : (null, null);
        var client = new ReviewClient(connection);
        var (id, problem) = unreadable is null ? await client.ResolveAsync(call.Value(_id)!, cancellationToken) : (Guid.Empty, unreadable);
        if (problem is not null)
        {
            return call.Fail(problem.Code, problem.Message);
        }

        var reply = await client.JudgeAsync(
            id,
            verdict,
            [
                ("reason", call.Value(_reason) is { } reason ? RegoString.Of(reason) : null),
                ("version", call.Value(_version) is { } version ? RegoNumber.Of(version) : null),
                ("edited", edited),
                ("grant", scope is null ? null : GrantOf(scope, until)),
            ],
            cancellationToken);
        return ReviewMoved.Report(call, reply);
    }

    private static RegoObject GrantOf(string scope, DateTimeOffset? until) => until is { } end
        ? RegoObject.Of(("scope", RegoString.Of(scope)), ("until", RegoString.Of(end.ToString("O", CultureInfo.InvariantCulture))))
        : RegoObject.Of(("scope", RegoString.Of(scope)));

    private static async Task<(RegoObject? Edited, Problem? Problem)> ReadEditAsync(string file, CancellationToken cancellationToken)
    {
        var bytes = new byte[MostEditBytes + 1];
        int length;
        try
        {
            await using var source = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            length = await source.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, new Problem("edit.unreadable", $"{file} cannot be read: {unreadable.Message}"));
        }

        return length > MostEditBytes ? (null, new Problem("edit.size", $"An input has at most {MostEditBytes} bytes."))
            : RegoValue.TryParseJson(bytes.AsMemory(0, length).ToArray(), out var value, out var error) && value is RegoObject edited ? (edited, null)
            : (null, new Problem("edit.syntax", $"{(file == "-" ? "Standard input" : file)} is not a JSON object: {error ?? "another kind of value"}"));
    }
}
