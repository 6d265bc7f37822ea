using System.Text.Json;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tests.Policies;

public sealed class BundleCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-bundle-").FullName;

    public BundleCommandTests()
    {
        Write("src/.manifest", """{"revision":"one","roots":["acme"]}""");
        Write("src/acme/rules.rego", "package acme.rules\n\n# METADATA\n# title: The rule\np := data.acme.limits.most\n");
        Write("src/acme/rules_test.rego", "package acme.rules_test\n\ntest_p if data.acme.rules.p == 7\n");
        Write("src/acme/limits/data.json", """{"most":7}""");
        Write("secret.txt", "a shared secret\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_is_built_twice_to_the_same_bytes()
    {
        (await RunAsync("build", "-b", At("src"), "-o", At("a.tar.gz"))).Code.ShouldBe(ExitCode.Ok);
        (await RunAsync("build", "-b", At("src"), "-o", At("b.tar.gz"))).Code.ShouldBe(ExitCode.Ok);
        var first = await File.ReadAllBytesAsync(At("a.tar.gz"), TestContext.Current.CancellationToken);
        first.ShouldBe(await File.ReadAllBytesAsync(At("b.tar.gz"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Inspect_shows_manifest_namespaces_and_signature()
    {
        await RunAsync("build", "-b", At("src"), "-o", At("a.tar.gz"), "-r", "two", "--ignore", "*_test.rego", "--signing-key", At("secret.txt"), "--signing-alg", "HS256", "--signing-key-id", "k");
        var (code, output, error) = await RunAsync("inspect", At("a.tar.gz"), "-a", "--json");
        code.ShouldBe(ExitCode.Ok, error);
        var inspection = JsonDocument.Parse(output).RootElement;
        inspection.GetProperty("manifest").GetProperty("revision").GetString().ShouldBe("two");
        inspection.GetProperty("namespaces").GetProperty("data.acme.rules")[0].GetString().ShouldBe("acme/rules.rego");
        inspection.GetProperty("namespaces").TryGetProperty("data.acme.rules_test", out _).ShouldBeFalse();
        inspection.GetProperty("signatures_config").GetProperty("keyid").GetString().ShouldBe("k");
        (await RunAsync("inspect", At("a.tar.gz"))).Output.ShouldContain("acme/rules.rego");
    }

    [Fact]
    public async Task A_signed_bundle_is_built_from_only_with_its_key()
    {
        await RunAsync("build", "-b", At("src"), "-o", At("a.tar.gz"), "--signing-key", At("secret.txt"), "--signing-alg", "HS256", "--signing-key-id", "default");
        (await RunAsync("build", "-b", At("a.tar.gz"), "-o", At("b.tar.gz"))).Error.ShouldContain("no key to verify it");
        (await RunAsync("build", "-b", At("a.tar.gz"), "-o", At("b.tar.gz"), "--signing-alg", "HS256", "--verification-key", "another secret")).Error.ShouldContain("not that of the key");
        (await RunAsync("build", "-b", At("a.tar.gz"), "-o", At("b.tar.gz"), "--signing-alg", "HS256", "--verification-key", At("secret.txt"))).Code.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task A_signed_folder_that_was_changed_names_the_file()
    {
        (await RunAsync("sign", At("src"), "-o", At("src"), "--signing-key", At("secret.txt"), "--signing-alg", "HS256")).Code.ShouldBe(ExitCode.Ok);
        string[] build = ["build", "-b", At("src"), "-o", At("a.tar.gz"), "--signing-alg", "HS256", "--verification-key", At("secret.txt")];
        (await RunAsync(build)).Code.ShouldBe(ExitCode.Ok);
        Write("src/acme/limits/data.json", """{"most":8}""");
        var (code, output, _) = await RunAsync([.. build, "--json"]);
        code.ShouldBe(ExitCode.Failed);
        JsonDocument.Parse(output).RootElement.GetProperty("errors")[0].GetProperty("location").GetProperty("file").GetString().ShouldBe("acme/limits/data.json");
    }

    [Fact]
    public async Task What_does_not_compile_is_not_built()
    {
        Write("src/acme/bad.rego", "package acme.bad\n\np := nowhere\n");
        var (code, _, error) = await RunAsync("build", "-b", At("src"), "-o", At("a.tar.gz"));
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("acme/bad.rego:3");
        File.Exists(At("a.tar.gz")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("acme/rules/p", ExitCode.Ok)]
    [InlineData("acme/limits", ExitCode.Ok)]
    [InlineData("other/allow", ExitCode.Failed)]
    public async Task An_entry_point_must_be_there(string entrypoint, int code) => (await RunAsync("build", "-b", At("src"), "-o", At("a.tar.gz"), "-e", entrypoint)).Code.ShouldBe(code);

    [Fact]
    public async Task What_makes_no_sense_is_misuse()
    {
        (await RunAsync("build", "-b", At("src"), "-O", "2")).Code.ShouldBe(ExitCode.Usage);
        (await RunAsync("sign", At("src"))).Code.ShouldBe(ExitCode.Usage);
        (await RunAsync("build", "-b", At("src"), "--signing-key", At("missing.pem"))).Code.ShouldBe(ExitCode.Usage);
        (await RunAsync("rollback", "abcd", "--release", "--data", At("data"))).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task A_bundle_is_activated_compared_and_rolled_back_without_a_running_server()
    {
        await RunAsync("build", "-b", At("src"), "-o", At("a.tar.gz"));
        var (code, output, error) = await RunAsync("activate", At("a.tar.gz"), "--name", "acme", "--after-diff", "1h", "--data", At("data"), "--json");
        code.ShouldBe(ExitCode.Ok, error + output);
        var version = JsonDocument.Parse(output).RootElement.GetProperty("version").GetString()!;
        (await RunAsync("diff", "--since", "1h", "--data", At("data"))).ShouldSatisfyAllConditions(run => run.Code.ShouldBe(ExitCode.Ok, run.Error), run => run.Output.ShouldContain("Nothing would change"));
        (await RunAsync("history", "--data", At("data"))).Output.ShouldContain("acme one");
        (await RunAsync("rollback", "--data", At("data"))).Output.ShouldContain("decides again");
        (await RunAsync("rollback", "--release", "--data", At("data"))).Output.ShouldContain(version);
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] words) => CommandLineTests.RunAsync(["policy", .. words]);

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }
}
