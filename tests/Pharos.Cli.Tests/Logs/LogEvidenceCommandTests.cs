using System.Text.Json;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tests.Logs;

public sealed class LogEvidenceCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pharos-cli-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Without_a_server_the_log_is_read_signed_erased_from_and_verified()
    {
        (await RunAsync("token", "create", "--subject", "claude-1", "--role", "agent")).Code.ShouldBe(ExitCode.Ok);
        var (protectedCode, _, problem) = await RunAsync("log", "erase", "1", "--reason", "no", "--yes");
        protectedCode.ShouldBe(ExitCode.Failed);
        problem.ShouldContain("erase.protected");

        var (code, output, error) = await RunAsync("log", "verify", "--json");
        code.ShouldBe(ExitCode.Ok, output + error);
        var report = JsonDocument.Parse(output).RootElement;
        report.GetProperty("valid").GetBoolean().ShouldBeTrue();
        report.GetProperty("checkpoints").GetInt32().ShouldBeGreaterThan(0);
        report.GetProperty("keys").GetArrayLength().ShouldBe(1);
        (await RunAsync("log", "verify", "--from", "2")).Output.ShouldContain("trusting");
    }

    [Fact]
    public async Task To_verify_from_beyond_the_end_is_not_a_chain_that_holds()
    {
        (await RunAsync("token", "list")).Code.ShouldBe(ExitCode.Ok);
        var (code, output, error) = await RunAsync("log", "verify", "--from", "99999");
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("the log ends before position 99999");
        output.ShouldNotContain("holds");
    }

    [Fact]
    public async Task A_word_where_a_number_belongs_is_said_without_a_type_of_the_framework()
    {
        var (code, _, error) = await RunAsync("log", "export", "--from", "x");
        code.ShouldBe(ExitCode.Usage);
        error.ShouldContain("whole number");
        error.ShouldNotContain("System.");
    }

    [Fact]
    public async Task Erasing_asks_first()
    {
        (await RunAsync("token", "list")).Code.ShouldBe(ExitCode.Ok);
        (await RunAsync("log", "erase", "1", "--reason", "no", "--json")).Output.ShouldContain("erase.unconfirmed");
    }

    [Fact]
    public async Task A_damaged_file_is_said_in_one_sentence()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "log.db"), new string('x', 8192), TestContext.Current.CancellationToken);
        var (code, _, error) = await RunAsync("log", "verify");
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("log.corrupt");
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("log.missing", "log", "verify")]
    [InlineData("store.unsupported", "log", "verify", "--store", "mysql://x")]
    [InlineData("checkpoints.missing", "log", "verify", "--checkpoints", "/nonexistent/checkpoints.jsonl")]
    public async Task What_is_not_there_is_said(string problem, params string[] words)
    {
        var (code, _, error) = await RunAsync(words);
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain(problem);
    }

    [Theory]
    [InlineData("log", "verify", "--from", "0")]
    [InlineData("log", "erase", "0", "--reason", "r")]
    [InlineData("log", "erase", "1")]
    public async Task What_makes_no_sense_ends_with_64(params string[] words) => (await RunAsync(words)).Code.ShouldBe(ExitCode.Usage);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. words, "--data", _data], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
