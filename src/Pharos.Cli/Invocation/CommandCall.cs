using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pharos.Proposals;
using Pharos.Server.Configuration;
using Spectre.Console;

namespace Pharos.Cli.Invocation;

/// <summary>One run of a command: where its data is and how it answers.</summary>
/// <param name="parse">The parsed command line.</param>
/// <param name="common">The options that every command takes.</param>
internal sealed class CommandCall(ParseResult parse, CommonOptions common)
{
    // Documents go to terminals, files and pipes, never into HTML, so quotes and umlauts stay readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The parsed command line.</summary>
    public ParseResult Parse => parse;

    /// <summary>Results.</summary>
    public TextWriter Output => parse.InvocationConfiguration.Output;

    /// <summary>Progress, hints and errors.</summary>
    public TextWriter Error => parse.InvocationConfiguration.Error;

    /// <summary>Whether the caller wants JSON.</summary>
    public bool IsJson => parse.GetValue(common.Json);

    /// <summary>The data directory: an absolute path.</summary>
    public DataFolder Data => new(Path.GetFullPath(parse.GetValue(common.Data)!));

    /// <summary>The clock.</summary>
    public TimeProvider Clock => TimeProvider.System;

    /// <summary>The value of an option or null.</summary>
    public T? Value<T>(Option<T> option) => parse.GetValue(option);

    /// <summary>The value of an argument or null.</summary>
    public T? Value<T>(Argument<T> argument) => parse.GetValue(argument);

    /// <summary>Prints one document on one line.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write) => Output.WriteLine(JsonText(write));

    /// <summary>Makes one document on one line.</summary>
    public static string JsonText(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Prints a table for people.</summary>
    public void WriteTable(Table table)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Output), Interactive = InteractionSupport.No });
        if (Console.IsOutputRedirected)
        {
            // A file has no width to fit into, and a wrapped id cannot be searched for.
            console.Profile.Width = 400;
        }

        console.Write(table.Border(TableBorder.Simple));
    }

    /// <summary>Reports a failure: words on standard error, with <c>--json</c> also a document on standard output.</summary>
    /// <returns>The exit code <see cref="ExitCode.Failed"/>.</returns>
    public int Fail(string code, string message) => Fail(new Problem(code, message), ExitCode.Failed);

    /// <summary>Reports a command line that makes no sense.</summary>
    /// <returns>The exit code <see cref="ExitCode.Usage"/>.</returns>
    public int Misuse(string message) => Fail(new Problem("usage", message), ExitCode.Usage);

    private int Fail(Problem problem, int exitCode)
    {
        Error.WriteLine($"pharos: {problem.Message} ({problem.Code})");
        if (IsJson)
        {
            WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("error");
                json.WriteString("code", problem.Code);
                json.WriteString("message", problem.Message);
                json.WriteEndObject();
                json.WriteEndObject();
            });
        }

        return exitCode;
    }
}
