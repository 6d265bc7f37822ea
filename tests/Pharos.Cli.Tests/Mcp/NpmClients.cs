using System.Runtime.CompilerServices;

namespace Pharos.Cli.Tests.Mcp;

/// <summary>Clients of others, installed once from npm into a folder that is kept between runs. Where npm cannot, the tests that need them are skipped with the reason.</summary>
public sealed class NpmClients : CarriedServer
{
    private const string Packages = "mcp-clients";

    /// <summary>Why they are not here; null when they are.</summary>
    public string? Missing { get; private set; }

    protected override string Configuration => base.Configuration + "mcp:\n  askAtClient: true\n";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Missing = await NpmPackages.InstallAsync(Path.Combine(Path.GetDirectoryName(Here())!, "npm"), Packages);
        if (Missing is null)
        {
            // The inspector's command line reads this file beside its folder, and does not bring it.
            await File.WriteAllTextAsync(Path.Combine(NpmPackages.FolderOf(Packages), "node_modules", "@modelcontextprotocol", "package.json"), """{"name":"@modelcontextprotocol/inspector","version":"0.21.1"}""");
        }
    }

    /// <summary>Runs the inspector in its command-line mode.</summary>
    public Task<(int Code, string Output, string Error)> InspectAsync(params string[] arguments) =>
        RunAsync("node", ["node_modules/@modelcontextprotocol/inspector-cli/build/cli.js", "--cli", .. arguments]);

    /// <summary>Runs the committed script with a client of the SDK.</summary>
    public Task<(int Code, string Output, string Error)> DriveAsync(string plan) => RunAsync("node", "client.mjs", plan);

    /// <summary>How an agent starts <c>pharos mcp</c>.</summary>
    public string[] Command(string tokenFile) => ["dotnet", typeof(CommandLine).Assembly.Location, "mcp", "--data", Data, "--token-file", tokenFile];

    private static Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments) => NpmPackages.RunAsync(NpmPackages.FolderOf(Packages), program, arguments);

    private static string Here([CallerFilePath] string path = "") => path;
}
