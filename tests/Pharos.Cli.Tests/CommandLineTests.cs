using System.CommandLine;
using System.Text.Json;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("nonsense")]
    [InlineData("check", "--unknown-option")]
    [InlineData("policy")]
    [InlineData("token", "create")]
    [InlineData("token", "create", "--subject", "a", "--role", "king")]
    [InlineData("log", "tail", "-n", "0")]
    [InlineData("completions", "powershell")]
    public async Task What_is_not_understood_ends_with_64_and_points_at_help(params string[] words)
    {
        var (code, output, error) = await RunAsync(words);
        code.ShouldBe(ExitCode.Usage);
        output.ShouldBeEmpty();
        error.ShouldContain("--help");
    }

    [Fact]
    public async Task With_json_an_error_is_a_document_on_standard_output()
    {
        var (code, output, _) = await RunAsync("health", "--data", "/nonexistent/pharos", "--json");
        code.ShouldBe(ExitCode.Failed);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe("server.unreachable");
    }

    [Fact]
    public async Task Help_shows_the_script_s_name_and_examples()
    {
        var (code, output, _) = await RunAsync("check", "--help");
        code.ShouldBe(ExitCode.Ok);
        output.ShouldContain("pharos check [");
        output.ShouldContain("Examples:");
    }

    [Fact]
    public void Every_command_that_does_something_has_an_example_that_parses()
    {
        var root = CommandLine.Build();
        foreach (var command in Leaves(root).OfType<DocumentedCommand>())
        {
            command.Examples.ShouldNotBeEmpty(command.Name);
            foreach (var example in command.Examples)
            {
                var words = System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(example.Split([" > ", " | "], StringSplitOptions.None)[0].Replace("'", "\"", StringComparison.Ordinal)).Skip(1);
                if (!example.Contains('{', StringComparison.Ordinal))
                {
                    root.Parse([.. words]).Errors.ShouldBeEmpty(example);
                }
            }
        }
    }

    [Fact]
    public async Task A_word_that_starts_with_an_at_sign_is_no_file_of_arguments()
    {
        var (code, output, error) = await RunAsync("check", "--data", "/nonexistent/pharos", "--workspace", "/srv/app", "--", "@nothing-here");
        code.ShouldNotBe(ExitCode.Usage, output + error);
    }

    internal static async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(words, output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
