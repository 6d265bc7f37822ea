using System.Text;
using Pharos.Agents;
using Pharos.Rego.Bundles;
using Pharos.Rego.Tokens;

namespace Pharos.Server.Tests.Policies;

public sealed class ConfiguredBundleTests : IAsyncLifetime
{
    private readonly FileServer _server = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_file_of_the_configuration_decides_by_itself_and_again_when_it_changes()
    {
        await _server.StartWithAsync(Signed(1));
        await UntilAsync(() => Data(1));
        await File.WriteAllBytesAsync(_server.Archive, Signed(2), TestContext.Current.CancellationToken);
        await UntilAsync(() => Data(2));
        await _server.RestartAsync();
        (await Data(2)).ShouldBeTrue("what was activated is in the log");
        (await HealthAsync("?bundles&plugins")).ShouldBe("{}\n");
    }

    [Fact]
    public async Task An_unsigned_file_is_refused_as_soon_as_there_is_a_key()
    {
        await _server.StartWithAsync(Acme(1));
        await UntilAsync(async () => (await StatusAsync()).Contains("bundle.unsigned", StringComparison.Ordinal));
        (await Data(1)).ShouldBeFalse();
        (await HealthAsync("")).ShouldBe("{}\n");
        (await HealthAsync("?bundles")).ShouldBe("""{"error":"not all configured bundles have been activated"}""" + "\n");
        (await HealthAsync("?plugins=true")).ShouldBe("""{"error":"not all plugins in OK state"}""" + "\n");
        (await HealthAsync("?plugins&exclude-plugin=status&exclude-plugin=bundle")).ShouldBe("{}\n");
        using var health = await _server.SendAsync("GET", "/api/health", Role.Viewer);
        (await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("bundle.refused");
    }

    [Fact]
    public async Task An_unsigned_upload_is_refused_as_soon_as_there_is_a_key()
    {
        await _server.StartWithAsync(Signed(1));
        var (status, body) = await _server.RefusedAsync(Acme(9), "uploaded");
        status.ShouldBe(422);
        body.GetProperty("problems")[0].GetProperty("code").GetString().ShouldBe("bundle.unsigned");
    }

    private async Task<bool> Data(int n)
    {
        using var response = await _server.SendAsync("GET", "/v1/data/acme/n", Role.Admin);
        return (await response.Content.ReadAsStringAsync()).Contains($"\"result\":{n}", StringComparison.Ordinal);
    }

    private async Task<string> HealthAsync(string query)
    {
        using var response = await _server.SendAsync("GET", $"/health{query}");
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(body == "{}\n" ? 200 : 500);
        return body;
    }

    private async Task<string> StatusAsync()
    {
        using var response = await _server.SendAsync("GET", "/api/policies", Role.Viewer);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var left = 600; !await isSo(); left--)
        {
            left.ShouldBeGreaterThan(0);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static BundleFiles Files(int n)
    {
        var files = new BundleFiles();
        files.TryAdd(new BundleFile(".manifest", """{"roots":["acme"]}"""u8.ToArray()));
        files.TryAdd(new BundleFile("acme/data.json", Encoding.UTF8.GetBytes($$"""{"n":{{n}}}""")));
        return files;
    }

    private static byte[] Acme(int n) => BundleArchive.Write(Files(n));

    private static byte[] Signed(int n)
    {
        var files = Files(n);
        var (signature, problem) = new BundleSigner("HS256", SignatureKey.Secret("a secret"u8), "k").Sign(files);
        problem.ShouldBeNull();
        files.TryAdd(signature!);
        return BundleArchive.Write(files);
    }

    private sealed class FileServer : BundleServer
    {
        public string Archive => Path.Combine(Data, "acme.tar.gz");

        protected override string Configuration => base.Configuration.Replace("reloadEvery: 1h", $$"""
            reloadEvery: 1h
              keys: { k: { algorithm: HS256, file: {{Path.Combine(Data, "key")}} } }
              bundles: [ { name: acme, file: {{Archive}}, pollingSeconds: 1 } ]
            """);

        public async Task StartWithAsync(byte[] archive)
        {
            await File.WriteAllBytesAsync(Archive, archive);
            await File.WriteAllTextAsync(Path.Combine(Data, "key"), "a secret");
            await InitializeAsync();
        }
    }
}
