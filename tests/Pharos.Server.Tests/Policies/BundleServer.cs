using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Rego.Bundles;

namespace Pharos.Server.Tests.Policies;

/// <summary>A server of its own for each test, because a test here changes what decides.</summary>
public class BundleServer : TestServer
{
    // Outside the data folder: what stands in there is protected, and every answer about it would be that.
    private readonly string _project = Directory.CreateTempSubdirectory("project-").FullName;

    protected override string Configuration => base.Configuration.Replace(Workspace, _project);

    /// <summary>A rule that refuses commands with a word, in a package and under a root of its own.</summary>
    public static string Gate(string word, string decision = "deny") => $$"""
        package pharos.gate

        import rego.v1

        {{decision}} contains {"rule": "acme.{{word}}", "reason": "No {{word}}.", "score": 1, "covers": "all"} if contains(input.proposal.input.command, "{{word}}")
        """;

    public static byte[] Bundle(params (string Path, string Text)[] files)
    {
        var made = new BundleFiles();
        foreach (var (path, text) in files)
        {
            made.TryAdd(new BundleFile(path, Encoding.UTF8.GetBytes(text)));
        }

        return BundleArchive.Write(made);
    }

    /// <summary>The default policies with further files.</summary>
    public byte[] DefaultAnd(string manifest, params (string Path, string Text)[] files)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "policies");
        var all = Directory.EnumerateFiles(folder, "*.rego", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(folder, "data.json", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith("_test.rego", StringComparison.Ordinal))
            .Select(file => (Path.GetRelativePath(folder, file), File.ReadAllText(file)));
        return Bundle([.. all, .. files, (".manifest", manifest)]);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, byte[]? archive) => await SendAsync("POST", path, await TokenAsync(Role.Admin), change: request =>
    {
        if (archive is not null)
        {
            request.Content = new ByteArrayContent(archive);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        }
    });

    public async Task<JsonElement> ActivateAsync(byte[] archive, string name = "main")
    {
        using var response = await PostAsync($"/api/policies/bundles/{name}", archive);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<(int Status, JsonElement Body)> RefusedAsync(byte[] archive, string name = "main")
    {
        using var response = await PostAsync($"/api/policies/bundles/{name}", archive);
        return ((int)response.StatusCode, await JsonAsync(response));
    }

    public async Task<JsonElement> RollBackAsync(string body)
    {
        using var response = await SendAsync("POST", "/api/policies/rollback", Role.Admin, body);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<(string Decision, string Rule)> DecideAsync(string command, Role role = Role.Admin)
    {
        using var response = await SendAsync("POST", "/api/proposals", role, Command(command).Replace(Workspace, _project));
        var answer = await JsonAsync(response);
        return (answer.GetProperty("decision").GetString()!, answer.GetProperty("rule").GetString()!);
    }

    public async Task<JsonElement> DiffAsync(byte[]? archive, string query = "since=1h")
    {
        using var response = await PostAsync($"/api/policies/diff?{query}", archive);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement.GetProperty("report").Clone();
    }

    public string Version => Server.Parts.Policies.Active.Version;
}
