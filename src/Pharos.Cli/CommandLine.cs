using System.CommandLine;
using System.Text.RegularExpressions;
using Pharos.Cli.Bench;
using Pharos.Cli.Checks;
using Pharos.Cli.Collaborations;
using Pharos.Cli.Completions;
using Pharos.Cli.Degradation;
using Pharos.Cli.Elicitations;
using Pharos.Cli.Experts;
using Pharos.Cli.Grants;
using Pharos.Cli.Health;
using Pharos.Cli.Hooks;
using Pharos.Cli.Hooks.ClaudeCode;
using Pharos.Cli.Hooks.Codex;
using Pharos.Cli.Hooks.Cursor;
using Pharos.Cli.Hooks.Gemini;
using Pharos.Cli.Invocation;
using Pharos.Cli.Logs;
using Pharos.Cli.Mcp;
using Pharos.Cli.Policies;
using Pharos.Cli.Reviews;
using Pharos.Cli.Serving;
using Pharos.Cli.Tokens;

namespace Pharos.Cli;

/// <summary>The whole command line: the list of commands, and the one place where errors become exit codes.</summary>
internal static partial class CommandLine
{
    private static readonly ICommandSpecification[] Commands =
    [
        new ServeCommand(),
        new HookCommand([new ClaudeCodeHooks(), new CodexHooks(), new GeminiHooks(), new CursorHooks()]),
        new CheckCommand(),
        new ReviewCommand(),
        new CollaborationsCommand(),
        new ElicitationsCommand(),
        new ExpertsCommand(),
        new LogCommand(),
        new PolicyCommand(),
        new GrantsCommand(),
        new McpCommand(),
        new TokenCommand(),
        new HealthCommand(),
        new DegradationCommand(),
        new BenchCommand(),
        new CompletionsCommand(),
    ];

    /// <summary>Makes the command tree.</summary>
    public static RootCommand Build()
    {
        var common = new CommonOptions();
        var root = new RootCommand("Supervision for AI agents: every command, file edit and tool call is decided by policy before it happens, and recorded.");
        root.Options.Add(common.Data);
        root.Options.Add(common.Json);
        foreach (var specification in Commands)
        {
            root.Subcommands.Add(specification.Build(common));
        }

        ExampleHelp.AddTo(root);
        return root;
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Everything else.</param>
    /// <param name="cancellationToken">Ends the command as an interrupt does.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        // A word such as @notes in a command to be checked is text, never a file of further arguments.
        var parse = Build().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var isJson = arguments.TakeWhile(word => word != "--").Contains("--json");
        if (parse.Errors.Count > 0 && parse.Action is not ExampleHelp)
        {
            return Report(isJson, "usage", Misunderstood(parse), ExitCode.Usage, output, error);
        }

        try
        {
            // The framework would end the process two seconds after SIGTERM; the server drains for longer than that, and everything else may simply end.
            var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parse.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Report(isJson, "io.failed", problem.Message, ExitCode.Failed, output, error);
        }
        catch (Exception problem)
        {
            // Whatever was not foreseen is a bug of ours: never an allow, and with all that a report needs.
            await error.WriteLineAsync(problem.ToString());
            return Report(isJson, "internal", "Something went wrong that should not; the lines above say where. Please report it.", ExitCode.Failed, output, error);
        }
    }

    private static string Misunderstood(ParseResult parse)
    {
        var path = parse.CommandResult.Command is RootCommand ? "" : $" {PathOf(parse.CommandResult)}";
        var isGroup = parse.CommandResult.Command is { Action: null, Subcommands.Count: > 0 };
        var message = isGroup && parse.UnmatchedTokens is [var word, ..]
            ? $"There is no command \"pharos{path} {word}\"; there are {string.Join(", ", parse.CommandResult.Command.Subcommands.Select(command => command.Name))}."
            : TypeNames().Replace(parse.Errors[0].Message, name => name.Groups["type"].Value is "Int64" or "Int32" ? "a whole number" : "a number");
        return $"{message} See: pharos{path} --help";
    }

    // The parser names the type it could not read a word as: System.Nullable`1[System.Int64] says nothing to whoever typed the word.
    [GeneratedRegex(@"(expected )?type '(System\.Nullable`1\[)?System\.(?<type>Int64|Int32|Double)\]?'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeNames();

    private static string PathOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;

    private static int Report(bool isJson, string code, string message, int exitCode, TextWriter output, TextWriter error)
    {
        error.WriteLine($"pharos: {message} ({code})");
        if (isJson)
        {
            output.WriteLine(CommandCall.JsonText(json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("error");
                json.WriteString("code", code);
                json.WriteString("message", message);
                json.WriteEndObject();
                json.WriteEndObject();
            }));
        }

        return exitCode;
    }
}
