using System.Text.Json;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tests.Policies;

public sealed class PolicyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-policy-").FullName;

    [Theory]
    [InlineData("data.a.p", "42")]
    [InlineData("data.a.no", "false")]
    [InlineData("1 == 2", "false")]
    [InlineData("data.a.xs[_]", "1\n2")]
    [InlineData("input.name", "anna")]
    [InlineData("x := 1; x > 0", "true")]
    public async Task Eval_prints_the_values(string query, string expected)
    {
        Write("a.rego", "package a\n\np := 42\n\nno := false\n\nxs := [1, 2]\n");
        Write("input.json", """{"name":"anna"}""");
        var (code, output, error) = await CommandLineTests.RunAsync("policy", "eval", "-d", At("a.rego"), "-i", At("input.json"), "-f", "raw", query);
        code.ShouldBe(ExitCode.Ok, error);
        output.Trim().ShouldBe(expected);
    }

    [Fact]
    public async Task Bench_prints_times_and_bytes_of_as_many_evaluations_as_were_asked_for()
    {
        Write("a.rego", "package a\n\np := [x | some x in input.xs]\n");
        Write("input.json", """{"xs":[1,2,3]}""");
        var (code, output, error) = await CommandLineTests.RunAsync("policy", "bench", "-d", At("a.rego"), "-i", At("input.json"), "--count", "50", "--json", "data.a.p");
        code.ShouldBe(ExitCode.Ok, error);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("count").GetInt32().ShouldBe(50);
        document.RootElement.GetProperty("p99Ns").GetDouble().ShouldBeGreaterThanOrEqualTo(document.RootElement.GetProperty("p50Ns").GetDouble());
        document.RootElement.GetProperty("bytesPerOp").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Eval_prints_opa_s_document_with_bindings()
    {
        Write("a.rego", "package a\n\nxs := [7]\n");
        var (_, output, _) = await CommandLineTests.RunAsync("policy", "eval", "-d", At("a.rego"), "--json", "data.a.xs[i]");
        using var document = JsonDocument.Parse(output);
        var result = document.RootElement.GetProperty("result")[0];
        result.GetProperty("expressions")[0].GetProperty("value").GetInt32().ShouldBe(7);
        result.GetProperty("bindings").GetProperty("i").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Eval_in_part_prints_what_remains()
    {
        Write("a.rego", "package a\n\nallow if input.role == data.roles[_]\n");
        Write("data.json", """{"roles":["admin","owner"]}""");
        var (code, output, _) = await CommandLineTests.RunAsync("policy", "eval", "-d", At("a.rego"), "-d", At("data.json"), "--partial", "-f", "pretty", "data.a.allow == true");
        code.ShouldBe(ExitCode.Ok);
        output.ShouldContain("input.role = \"admin\"");
        output.ShouldContain("input.role = \"owner\"");
    }

    [Fact]
    public async Task Eval_explains_and_profiles_what_it_did()
    {
        Write("a.rego", "package a\n\np if {\n\tinput.x == 1\n}\n");
        Write("input.json", """{"x":2}""");
        var (code, output, _) = await CommandLineTests.RunAsync(
            "policy", "eval", "-d", At("a.rego"), "-i", At("input.json"), "-f", "pretty", "--explain", "fails", "--profile", "--coverage", "--metrics", "data.a.p");
        code.ShouldBe(ExitCode.Ok);
        output.ShouldContain("a.rego:4");
        output.ShouldContain("Fail input.x == 1");
        output.ShouldContain("undefined");
        output.ShouldContain("timer_rego_query_eval_ns");
    }

    [Fact]
    public async Task Test_says_which_expression_did_not_hold_and_what_was_covered()
    {
        Write("a_test.rego", "package a\n\ntest_sum if {\n\ttrace(\"adding\")\n\t1 + 1 == 3\n}\n");
        var (code, output, _) = await CommandLineTests.RunAsync("policy", "test", _folder, "--coverage");
        code.ShouldBe(ExitCode.TestsFailed);
        output.ShouldContain("a_test.rego:5: does not hold: ");
        output.ShouldContain("Note \"adding\"");
        output.ShouldContain("\"not_covered_lines\"");
    }

    [Fact]
    public async Task Deps_names_what_a_query_depends_on()
    {
        Write("a.rego", "package a\n\np if q\n\nq if data.roles[input.role]\n");
        var (_, output, _) = await CommandLineTests.RunAsync("policy", "deps", "-d", At("a.rego"), "--json", "data.a.p");
        output.Trim().ShouldBe("""{"base":["data.roles","input.role"],"virtual":["data.a.p","data.a.q"]}""");
    }

    [Fact]
    public async Task An_undefined_query_is_an_empty_document_and_fails_only_when_asked()
    {
        Write("a.rego", "package a\n");
        (await CommandLineTests.RunAsync("policy", "eval", "-d", At("a.rego"), "--json", "data.a.nothing")).ShouldBe((ExitCode.Ok, "{}\n", ""));
        (await CommandLineTests.RunAsync("policy", "eval", "-d", At("a.rego"), "--fail", "data.a.nothing")).Code.ShouldBe(ExitCode.Failed);
    }

    [Fact]
    public async Task Data_files_are_merged_under_their_folders()
    {
        Directory.CreateDirectory(At("sub"));
        Write("sub/data.json", """{"k":1}""");
        Write("data.json", """{"top":true}""");
        (await CommandLineTests.RunAsync("policy", "eval", "-d", _folder, "-f", "raw", "data.sub.k")).Output.Trim().ShouldBe("1");
    }

    [Fact]
    public async Task Tests_that_pass_fail_break_and_wait_are_counted_apart()
    {
        Write("a_test.rego", "package a_test\n\ntest_good if true\n\ntest_bad if false\n\ntodo_test_later if false\n");
        var (code, output, _) = await CommandLineTests.RunAsync("policy", "test", _folder, "--json");
        code.ShouldBe(ExitCode.TestsFailed);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("passed").GetInt32().ShouldBe(1);
        document.RootElement.GetProperty("failed").GetInt32().ShouldBe(1);
        document.RootElement.GetProperty("skipped").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task No_test_at_all_is_a_failure()
    {
        Write("a.rego", "package a\n");
        (await CommandLineTests.RunAsync("policy", "test", _folder)).Code.ShouldBe(ExitCode.Failed);
    }

    [Fact]
    public async Task Check_names_file_and_line()
    {
        Write("broken.rego", "package a\n\np if {\n");
        var (code, _, error) = await CommandLineTests.RunAsync("policy", "check", _folder);
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("broken.rego:");
    }

    [Theory]
    [InlineData("latin1.rego")]
    [InlineData("")]
    public async Task Check_refuses_a_file_that_is_no_utf8(string name)
    {
        await File.WriteAllBytesAsync(At("latin1.rego"), [.. "package a\n\np := \"caf"u8, 0xe9, (byte)'"'], TestContext.Current.CancellationToken);
        var (code, _, error) = await CommandLineTests.RunAsync("policy", "check", At(name));
        code.ShouldNotBe(ExitCode.Ok);
        error.ShouldContain("latin1.rego:3: rego_parse_error: illegal utf-8 character: byte 0xe9");
        error.ShouldContain("save the file as UTF-8");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(At(name), text);
}
