using System.Runtime.CompilerServices;

namespace Pharos.Cli.Tests.Mcp.Proxy;

/// <summary>Servers of others, installed once from npm into a folder that is kept between runs. Where npm cannot, the tests that need them are skipped with the reason.</summary>
public sealed class NpmServers : IAsyncLifetime
{
    private const string Packages = "proxied-servers";

    public string Folder { get; } = NpmPackages.FolderOf(Packages);

    public string? Missing { get; private set; }

    public string Everything => Path.Combine(Folder, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");

    public string Filesystem => Path.Combine(Folder, "node_modules/@modelcontextprotocol/server-filesystem/dist/index.js");

    public string Inspector => Path.Combine(Folder, "node_modules/@modelcontextprotocol/inspector-cli/build/cli.js");

    public async ValueTask InitializeAsync() => Missing = await NpmPackages.InstallAsync(Path.Combine(Path.GetDirectoryName(Here())!, "npm"), Packages);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Here([CallerFilePath] string path = "") => path;
}
