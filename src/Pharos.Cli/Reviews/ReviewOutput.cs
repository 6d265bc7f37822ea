using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews;

/// <summary>How commands about reviews answer: lines with colours where a terminal shows them, one document with <c>--json</c>; nothing in either steers whoever reads it.</summary>
internal static class ReviewOutput
{
    private const int NarrowestColumns = 40;
    private const int WidestColumns = 200;

    // What is written to a file has no width to fit into.
    private const int FileColumns = 400;

    /// <summary>Columns to fit into.</summary>
    public static int Columns => !IsTerminal ? FileColumns : Math.Clamp(Console.WindowWidth, NarrowestColumns, WidestColumns);

    /// <summary>Whether colours are shown: at a terminal that has them, unless <c>NO_COLOR</c> is set.</summary>
    public static bool HasColours => IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";

    private static bool IsTerminal => !Console.IsOutputRedirected;

    /// <summary>Writes lines.</summary>
    public static void Write(CommandCall call, IEnumerable<ScreenLine> lines)
    {
        foreach (var line in lines)
        {
            call.Output.WriteLine(line.Written(HasColours));
        }
    }

    /// <summary>Writes a document.</summary>
    public static void WriteJson(CommandCall call, RegoValue document) => call.Output.WriteLine(VisibleText.InJson(document.ToJson()));

    /// <summary>Reports a refusal, with what to do where it is not plain.</summary>
    public static int Fail(CommandCall call, ServerReply reply) => call.Fail(reply.Code, VisibleText.Of(Explain(reply.Code, reply.Message)));

    /// <summary>A refusal for people.</summary>
    public static string Explain(string code, string message) => code == "review.self"
        ? $"{message} Use a token of your own: pharos token create --subject YOU --role reviewer > you.token; pharos review --token-file you.token"
        : message;
}
