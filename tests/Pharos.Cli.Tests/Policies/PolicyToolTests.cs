using System.Text.Json;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tests.Policies;

public sealed class PolicyToolTests : IDisposable
{
    private const string Tidy = "package a\n\np := 1\n";
    private const string Untidy = "package a\np   := 1\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-tools-").FullName;

    [Fact]
    public async Task Format_prints_the_canonical_form_and_leaves_the_file_alone()
    {
        Write("a.rego", Untidy);
        (await CommandLineTests.RunAsync("policy", "fmt", At("a.rego"))).ShouldBe((ExitCode.Ok, Tidy, ""));
        Read("a.rego").ShouldBe(Untidy);
    }

    [Fact]
    public async Task Format_names_what_differs_and_fails_only_when_asked()
    {
        Write("a.rego", Untidy);
        Write("b.rego", Tidy);
        (await CommandLineTests.RunAsync("policy", "fmt", "--list", _folder)).ShouldBe((ExitCode.Ok, At("a.rego") + "\n", ""));
        (await CommandLineTests.RunAsync("policy", "fmt", "--list", "--fail", _folder)).Code.ShouldBe(ExitCode.Failed);
        (await CommandLineTests.RunAsync("policy", "fmt", "--fail", At("b.rego"))).Code.ShouldBe(ExitCode.Ok);
        var (code, output, _) = await CommandLineTests.RunAsync("policy", "fmt", "--json", _folder);
        code.ShouldBe(ExitCode.Ok);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("changed")[0].GetString().ShouldBe(At("a.rego"));
    }

    [Fact]
    public async Task Format_writes_only_when_asked_and_shows_what_would_change()
    {
        Write("a.rego", Untidy);
        (await CommandLineTests.RunAsync("policy", "fmt", "--diff", At("a.rego"))).Output.ShouldContain("-p   := 1\n+");
        Read("a.rego").ShouldBe(Untidy);
        (await CommandLineTests.RunAsync("policy", "fmt", "--write", _folder)).ShouldBe((ExitCode.Ok, "", ""));
        Read("a.rego").ShouldBe(Tidy);
    }

    [Fact]
    public async Task Format_of_what_does_not_parse_fails_with_the_place_and_writes_nothing()
    {
        Write("a.rego", "package a\n\np := {\n");
        var (code, output, error) = await CommandLineTests.RunAsync("policy", "fmt", "--write", At("a.rego"));
        code.ShouldBe(ExitCode.Failed);
        output.ShouldBeEmpty();
        error.ShouldContain("a.rego:");
        Read("a.rego").ShouldBe("package a\n\np := {\n");
        (await CommandLineTests.RunAsync("policy", "fmt", At("nothing"))).Code.ShouldBe(ExitCode.Failed);
    }

    [Fact]
    public async Task Conformance_counts_the_cases_and_names_those_that_fail()
    {
        Directory.CreateDirectory(At("sums"));
        Write("sums/cases.yaml", """
            cases:
              - note: sums/right
                query: data.a.p = x
                modules: ["package a\n\np := 1 + 1"]
                want_result: [{x: 2}]
              - note: sums/wrong
                query: data.a.p = x
                modules: ["package a\n\np := 1 + 1"]
                want_result: [{x: 3}]
            """);
        var (code, output, _) = await CommandLineTests.RunAsync("policy", "conformance", _folder, "--json");
        code.ShouldBe(ExitCode.Failed);
        using var document = JsonDocument.Parse(output);
        (document.RootElement.GetProperty("passed").GetInt32(), document.RootElement.GetProperty("total").GetInt32()).ShouldBe((1, 2));
        document.RootElement.GetProperty("folders").GetProperty("sums").GetProperty("total").GetInt32().ShouldBe(2);
        document.RootElement.GetProperty("failures")[0].GetProperty("note").GetString().ShouldBe("sums/wrong");
        (await CommandLineTests.RunAsync("policy", "conformance", _folder)).Output.ShouldContain("1 of 2 cases pass.");
    }

    [Fact]
    public async Task Conformance_reads_the_earlier_dialect_when_asked_and_fails_without_cases()
    {
        Write("cases.yaml", """
            cases:
              - note: old/rule
                query: data.a.p = x
                modules: ["package a\n\np = 1 { true }"]
                want_result: [{x: 1}]
            """);
        (await CommandLineTests.RunAsync("policy", "conformance", _folder, "--v0")).Code.ShouldBe(ExitCode.Ok);
        (await CommandLineTests.RunAsync("policy", "conformance", _folder)).Code.ShouldBe(ExitCode.Failed);
        Directory.CreateDirectory(At("empty"));
        (await CommandLineTests.RunAsync("policy", "conformance", At("empty"))).Code.ShouldBe(ExitCode.Failed);
        (await CommandLineTests.RunAsync("policy", "conformance", At("nothing"))).Code.ShouldBe(ExitCode.Failed);
    }

    [Fact]
    public async Task Bench_fails_where_the_query_does()
    {
        Write("a.rego", "package a\n\np := 1 if true\n\np := 2 if true\n");
        var (code, _, error) = await CommandLineTests.RunAsync("policy", "bench", "-d", At("a.rego"), "--count", "5", "data.a.p");
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("a.rego:");
        error.ShouldContain("eval_conflict_error");
        (await CommandLineTests.RunAsync("policy", "bench", "-d", At("a.rego"), "data.a.p = {")).Code.ShouldBe(ExitCode.Failed);
        (await CommandLineTests.RunAsync("policy", "bench", "-d", At("a.rego"), "--count", "many", "data.a.p")).Code.ShouldBe(ExitCode.Usage);
    }

    [Theory]
    [InlineData("policy", "check", "{}")]
    [InlineData("policy", "test", "{}")]
    [InlineData("policy", "eval", "-d", "{}", "--fail", "data.a.test_one")]
    [InlineData("policy", "bench", "--count", "2", "-d", "{}", "data.a.test_one")]
    [InlineData("policy", "deps", "-d", "{}", "data.a.test_one")]
    public async Task Experimental_keywords_are_read_only_when_asked_for(params string[] words)
    {
        Write("a.rego", "package a\n\nimport future.keywords.or\n\ntest_one if 1 == 1 or 2 == 3\n");
        var command = words.Select(word => word.Replace("{}", At("a.rego"))).ToArray();
        var (code, _, error) = await CommandLineTests.RunAsync(command);
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("future.keywords.or");
        (await CommandLineTests.RunAsync([.. command, "--experimental-keywords"])).Code.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task An_evaluation_that_fails_says_where()
    {
        Write("a.rego", "package a\n\np := 1 if true\n\np := 2 if true\n\ntest_p if p\n");
        var (code, output, error) = await CommandLineTests.RunAsync("policy", "eval", "-d", At("a.rego"), "--json", "data.a.p");
        code.ShouldBe(ExitCode.Failed);
        error.ShouldStartWith($"{At("a.rego")}:");
        using var evaluated = JsonDocument.Parse(output);
        evaluated.RootElement.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("eval_conflict_error");
        evaluated.RootElement.GetProperty("errors")[0].GetProperty("location").GetProperty("file").GetString().ShouldBe(At("a.rego"));

        (code, output, _) = await CommandLineTests.RunAsync("policy", "test", At("a.rego"), "--json");
        code.ShouldBe(ExitCode.TestsFailed);
        using var tested = JsonDocument.Parse(output);
        tested.RootElement.GetProperty("tests")[0].GetProperty("error").GetProperty("location").GetProperty("row").GetInt32().ShouldBeGreaterThan(2);
        (await CommandLineTests.RunAsync("policy", "test", At("a.rego"))).Output.ShouldContain($": {At("a.rego")}:");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private string Read(string name) => File.ReadAllText(At(name));

    private void Write(string name, string text) => File.WriteAllText(At(name), text);
}
