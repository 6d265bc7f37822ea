using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pharos.Cli.Bench;

/// <summary>
/// A PostgreSQL server of one's own in a temporary folder, on a free port of the loopback address: for measuring, and linked into the tests. PostgreSQL refuses to run as root, so
/// root starts it as the account that its Debian package makes.
/// </summary>
internal sealed class TemporaryPostgres : IAsyncDisposable
{
    // A node keeps up to a dozen, and several tests of several nodes share one server; with a hundred, which is usual, the last one finds no place.
    private const int MaximumConnections = 300;

    private const string Account = "postgres";
    private static readonly string? Programs = FindPrograms();

    private readonly string _data;
    private readonly bool _ownsFolder;

    private TemporaryPostgres(string folder, bool ownsFolder, int port)
    {
        Folder = folder;
        _data = Path.Combine(folder, "data");
        _ownsFolder = ownsFolder;
        Port = port;
    }

    /// <summary>Why no server can be started here; null when one can.</summary>
    public static string? Absence => Programs is null ? "PostgreSQL is not installed (Debian: postgresql)"
        : Environment.UserName == "root" && !File.Exists("/usr/bin/setpriv") ? "PostgreSQL does not run as root, and setpriv is not installed (Debian: util-linux)"
        : null;

    /// <summary>The folder that holds the data folder, the socket and the server's own log.</summary>
    public string Folder { get; }

    public int Port { get; }

    /// <summary>The server's own log.</summary>
    public string ServerLog => Path.Combine(Folder, "server.log");

    /// <summary>The address of one of its databases.</summary>
    public string Url(string database) => string.Create(CultureInfo.InvariantCulture, $"postgres://{Account}@127.0.0.1:{Port}/{database}");

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="settings">Further settings, as in <c>max_wal_size=8MB</c>.</param>
    /// <param name="initOptions">Further options of initdb.</param>
    /// <param name="folder">An empty folder to use; default: a temporary one, removed at the end.</param>
    public static async Task<TemporaryPostgres> StartAsync(IReadOnlyList<string>? settings = null, IReadOnlyList<string>? initOptions = null, string? folder = null)
    {
        var server = Prepare(folder);
        await server.RunAsync("initdb", ["-D", server._data, "-A", "trust", "-U", Account, "--no-sync", "-E", "UTF8", "--locale=C", .. initOptions ?? []]);
        await server.ConfigureAsync(settings ?? []);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Makes a standby of this server and starts it.</summary>
    /// <param name="name">Its name, for <c>synchronous_standby_names</c>.</param>
    public async Task<TemporaryPostgres> StandbyAsync(string name)
    {
        var standby = Prepare(null);
        var primary = string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={Port} user={Account} application_name={name}");
        await standby.RunAsync("pg_basebackup", ["-d", primary, "-D", standby._data, "-R", "-X", "stream", "--checkpoint=fast"]);
        await standby.ConfigureAsync([]);
        await standby.StartAgainAsync();
        return standby;
    }

    public Task CreateDatabaseAsync(string name) => RunAsync("createdb", ["-h", "127.0.0.1", "-p", Text(Port), "-U", Account, name]);

    /// <summary>Runs SQL.</summary>
    /// <returns>What psql printed.</returns>
    public Task<string> SqlAsync(string sql, string database = "postgres") =>
        RunAsync("psql", ["-h", "127.0.0.1", "-p", Text(Port), "-U", Account, "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql]);

    public Task StartAgainAsync() => RunAsync("pg_ctl", ["-D", _data, "-w", "-t", "60", "-l", ServerLog, "start"]);

    public Task PromoteAsync() => RunAsync("pg_ctl", ["-D", _data, "-w", "promote"]);

    public Task StopAsync() => RunAsync("pg_ctl", ["-D", _data, "-w", "-m", "immediate", "stop"]);

    /// <summary>Ends the server and every process of it as a kernel that runs out of memory would.</summary>
    public void Kill()
    {
        if (!File.Exists(Path.Combine(_data, "postmaster.pid")))
        {
            return;
        }

        var id = int.Parse(File.ReadLines(Path.Combine(_data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var children = $"/proc/{id}/task/{id}/children";
        var all = File.Exists(children) ? File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture)) : [];
        foreach (var process in (int[])[id, .. all])
        {
            try
            {
                using var running = Process.GetProcessById(process);
                running.Kill();
                running.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It has ended by itself.
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private static TemporaryPostgres Prepare(string? folder)
    {
        var server = new TemporaryPostgres(folder ?? Directory.CreateTempSubdirectory("pharos-pg-").FullName, folder is null, FreePort());
        if (Environment.UserName == "root")
        {
            using var giving = Process.Start("chown", [Account, server.Folder]);
            giving.WaitForExit();
        }

        return server;
    }

    private static string? FindPrograms()
    {
        const string debian = "/usr/lib/postgresql";
        string[] versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return versions.OrderBy(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0).Select(path => Path.Combine(path, "bin")).LastOrDefault(path => File.Exists(Path.Combine(path, "initdb")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Task ConfigureAsync(IReadOnlyList<string> settings) => File.AppendAllLinesAsync(
        Path.Combine(_data, "postgresql.conf"),
        ["listen_addresses='127.0.0.1'", $"port={Port}", $"unix_socket_directories='{Folder}'", "logging_collector=off", $"max_connections={MaximumConnections}", .. settings.Select(static setting => setting.Replace("=", " = ", StringComparison.Ordinal))]);

    private async Task<string> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var path = Path.Combine(Programs!, program);
        var start = Environment.UserName == "root"
            ? new ProcessStartInfo("setpriv", [$"--reuid={Account}", $"--regid={Account}", "--init-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Folder;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}{await output}{(File.Exists(ServerLog) ? await File.ReadAllTextAsync(ServerLog) : "")}");
    }
}
