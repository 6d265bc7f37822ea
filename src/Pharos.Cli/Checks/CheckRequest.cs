using System.Text;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Checks;

/// <summary>Makes proposals of a command line's words and of a batch's lines. What a caller leaves out is filled in; the rest must have the API's shape.</summary>
internal static class CheckRequest
{
    /// <summary>Makes a request of a command line.</summary>
    /// <returns>The request, or how the command line was misused.</returns>
    public static (ProposalRequest? Request, string? Misuse) FromWords(
        IReadOnlyList<string> words, string? kind, string? tool, string? input, string? workspace, string? cwd, string here)
    {
        if (words.Count > 0 == input is not null)
        {
            return (null, words.Count > 0 ? "Give either a COMMAND or --input, not both." : "What is to be checked? Give a COMMAND after --, or --input JSON.");
        }

        RegoValue arguments;
        if (input is null)
        {
            arguments = RegoObject.Of(("command", RegoString.Of(words.Count == 1 ? words[0] : string.Join(' ', words.Select(Quote)))));
        }
        else if (!RegoValue.TryParseJson(Encoding.UTF8.GetBytes(input), out arguments!, out var error))
        {
            return (null, $"--input is not JSON: {error}");
        }

        var root = workspace is null ? null : LexicalPath.Resolve(workspace, here);
        var place = cwd is null ? root ?? here : LexicalPath.Resolve(cwd, root ?? here);
        var builder = new RegoObject.Builder();
        builder.Set("input", arguments);
        builder.Set("workspace", RegoString.Of(root ?? place));
        builder.Set("cwd", RegoString.Of(place));
        SetText(builder, "kind", kind);
        SetText(builder, "tool", tool);
        return Read(builder) switch
        {
            ProposalReading.Read read => (read.Request, null),
            ProposalReading.Refused refused => (null, refused.Problem.Message),
            _ => throw new InvalidOperationException("A reading without a case."),
        };
    }

    /// <summary>Makes a request of one line of a batch.</summary>
    public static ProposalReading FromLine(RegoObject line) => Read(new RegoObject.Builder(line));

    private static ProposalReading Read(RegoObject.Builder builder)
    {
        var document = builder.Build();
        var (kind, tool) = (Text(document, "kind"), Text(document, "tool"));
        if (!document.ContainsKey(RegoString.Of("kind")))
        {
            SetText(builder, "kind", ProposalKinds.NameOf(tool is null ? ProposalKind.Command : ProposalKinds.OfTool(tool)));
        }

        if (!document.ContainsKey(RegoString.Of("tool")))
        {
            SetText(builder, "tool", UsualTool(kind));
        }

        return ProposalReader.Read(builder.Build());
    }

    private static string UsualTool(string? kind) => kind switch
    {
        "file-write" => "Write",
        "file-edit" => "Edit",
        "file-read" => "Read",
        "web-fetch" => "WebFetch",
        null or "command" => "Bash",
        _ => kind,
    };

    private static void SetText(RegoObject.Builder builder, string name, string? value)
    {
        if (value is not null)
        {
            builder.Set(name, RegoString.Of(value));
        }
    }

    private static string? Text(RegoObject document, string name) => document.TryGet(name, out var value) && value is RegoString text ? text.Value : null;

    // A program and its arguments are not shell text: every word has to arrive as it is.
    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '_' or '-' or ':' or ',' or '+' or '@' or '%')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
