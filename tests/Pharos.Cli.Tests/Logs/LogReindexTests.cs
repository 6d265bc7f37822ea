using System.Text.Json;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tests.Logs;

public sealed class LogReindexTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_a_server_the_index_is_made_anew_on_the_files()
    {
        var (code, output, error) = await CommandLineTests.RunAsync("log", "reindex", "--data", _folder, "--json");
        code.ShouldBe(ExitCode.Ok, error + output);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("position").GetInt64().ShouldBeGreaterThan(0);
        File.Exists(Path.Combine(_folder, "index.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task People_are_told_how_many_events_were_indexed()
    {
        var (code, output, error) = await CommandLineTests.RunAsync("log", "reindex", "--data", _folder);
        code.ShouldBe(ExitCode.Ok, error);
        output.ShouldContain("Indexed ");
    }
}
