using System.Text.Json;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Tests.Logs;

public sealed class LogExchangeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_exported_log_is_imported_into_another_data_folder_and_verifies()
    {
        var (first, second, file) = (Path.Combine(_folder, "a"), Path.Combine(_folder, "b"), Path.Combine(_folder, "log.jsonl"));
        var (code, _, error) = await CommandLineTests.RunAsync("log", "export", "--data", first, "--output", file);
        code.ShouldBe(ExitCode.Ok, error);
        var imported = await RunAsync("log", "import", file, "--data", second);
        imported.GetProperty("added").GetInt64().ShouldBeGreaterThan(0);
        var verified = await RunAsync("log", "verify", "--data", second);
        verified.GetProperty("valid").GetBoolean().ShouldBeTrue(verified.ToString());
        (await RunAsync("log", "import", file, "--data", second)).GetProperty("added").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said()
    {
        var (code, _, error) = await CommandLineTests.RunAsync("log", "import", Path.Combine(_folder, "nothing.jsonl"), "--data", Path.Combine(_folder, "b"));
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("import.io");
    }

    [Fact]
    public async Task Their_events_are_imported_with_a_warning_where_nothing_proves_them()
    {
        var file = Path.Combine(_folder, "events.json");
        await File.WriteAllTextAsync(file, """[{"event_id":"1_1_a","event_type":"command_received","timestamp":"2025-09-01T12:00:00Z","data":{}}]""", TestContext.Current.CancellationToken);
        var (code, output, error) = await CommandLineTests.RunAsync("log", "import", file, "--data", Path.Combine(_folder, "b"), "--json");
        code.ShouldBe(ExitCode.Ok, error);
        error.ShouldContain("WARNING");
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("added").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_damaged_stops_the_import_and_is_named()
    {
        var file = Path.Combine(_folder, "events.json");
        await File.WriteAllTextAsync(file, "{\"event_type\":\"x\"}", TestContext.Current.CancellationToken);
        var (code, _, error) = await CommandLineTests.RunAsync("log", "import", file, "--data", Path.Combine(_folder, "b"));
        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("events.json, byte 0");
        error.ShouldContain("import.damaged");
    }

    private static async Task<JsonElement> RunAsync(params string[] words)
    {
        var (code, output, error) = await CommandLineTests.RunAsync([.. words, "--json"]);
        code.ShouldBe(ExitCode.Ok, error + output);
        return JsonDocument.Parse(output).RootElement.Clone();
    }
}
