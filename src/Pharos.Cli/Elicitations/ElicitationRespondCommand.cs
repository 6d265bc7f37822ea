using System.CommandLine;
using System.Text;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review.Elicitations;

namespace Pharos.Cli.Elicitations;

/// <summary><c>elicitations respond</c>: answers with a document of the form that was asked for.</summary>
internal sealed class ElicitationRespondCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The elicitation's id, or the end of it as lists show it" };
    private readonly Option<string?> _content = new("--content") { Description = "The answer as JSON", HelpName = "JSON" };
    private readonly Option<string?> _file = new("--file") { Description = "The answer as JSON in a file; - reads standard input", HelpName = "FILE" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "respond", "Answer; an answer that does not fit is refused with the places and may be given again", "pharos elicitations respond 1f3a99c0 --content '{\"branch\":\"main\"}'", "pharos elicitations respond 1f3a99c0 --file answer.json")
        {
            _id, _content, _file,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => RespondAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> RespondAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var (content, problem) = await ReadAsync(call.Value(_content), call.Value(_file), cancellationToken);
        if (content is null)
        {
            return problem is null ? call.Misuse("Give the answer as --content JSON or --file FILE, one of both.") : call.Fail(problem.Code, problem.Message);
        }

        var client = new ElicitationClient(connection);
        var found = await client.FindAsync(call.Value(_id)!, cancellationToken);
        return ElicitationEnded.Report(call, found.IsOk ? await client.EndAsync(found.Body, "respond", [("content", content), ("nonce", RegoString.Of(""))], cancellationToken) : found);
    }

    private static async Task<(RegoValue? Content, Problem? Problem)> ReadAsync(string? text, string? file, CancellationToken cancellationToken)
    {
        if (text is null == file is null)
        {
            return (null, null);
        }

        var bytes = new byte[ElicitationOptions.MaximumAnswerBytes + 1];
        var length = 0;
        try
        {
            await using var source = file is null ? new MemoryStream(Encoding.UTF8.GetBytes(text!)) : file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            length = await source.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, new Problem("answer.unreadable", $"{file} cannot be read: {unreadable.Message}"));
        }

        return length > ElicitationOptions.MaximumAnswerBytes ? (null, new Problem("answer.size", $"An answer has at most {ElicitationOptions.MaximumAnswerBytes} bytes."))
            : RegoValue.TryParseJson(bytes.AsSpan(0, length), out var value, out var error) ? (value, null)
            : (null, new Problem("answer.syntax", $"The answer is not JSON: {error}"));
    }
}
