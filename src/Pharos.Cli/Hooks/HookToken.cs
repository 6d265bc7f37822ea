using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Pharos.Proposals;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Hooks;

/// <summary>The token file of an agent's hook: one ready header line, so that curl can be given the file and the token never stands in a command line.</summary>
internal static class HookToken
{
    private const string Header = "Authorization: Bearer ";

    // A hook whose token ends stops its agent, so a new one is made well before.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Where the file of a subject stands.</summary>
    public static string PathIn(DataFolder data, string subject) => Path.Combine(data.Tokens, subject + ".hook");

    /// <summary>Makes sure that there is a token which lasts.</summary>
    public static async Task<Problem?> EnsureAsync(DataFolder data, string subject, HookServer server, TimeProvider clock, CancellationToken cancellationToken)
    {
        var path = PathIn(data, subject);
        if (ReadExpiry(path) - clock.GetUtcNow() > RenewBefore && await IsKnownAsync(path, server, cancellationToken))
        {
            return null;
        }

        var (answer, problem) = await IssueAsync(subject, "365d", server, cancellationToken);
        if (problem is { Code: "token.ttl" })
        {
            (answer, problem) = await IssueAsync(subject, null, server, cancellationToken);
        }

        if (answer is { } issued)
        {
            DataFolder.WriteSecret(path, Encoding.ASCII.GetBytes($"{Header}{issued.GetProperty("token").GetString()}\n"));
        }

        return problem;
    }

    /// <summary>When the token in a file ends; the beginning of time for a file that is missing or holds none.</summary>
    public static DateTimeOffset ReadExpiry(string path) =>
        Claims(path) is { } claims && claims.TryGetProperty("exp", out var expires) && expires.TryGetInt64(out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;

    private static Task<(JsonElement? Answer, Problem? Problem)> IssueAsync(string subject, string? ttl, HookServer server, CancellationToken cancellationToken) =>
        server.SendAsync(
            HttpMethod.Post,
            "/api/tokens",
            json =>
            {
                json.WriteStartObject();
                json.WriteString("subject", subject);
                json.WriteString("role", "agent");
                if (ttl is not null)
                {
                    json.WriteString("ttl", ttl);
                }

                json.WriteEndObject();
            },
            cancellationToken);

    // A data folder that was made anew has another key and ledger; its old token file would deny everything.
    private static async Task<bool> IsKnownAsync(string path, HookServer server, CancellationToken cancellationToken)
    {
        var (answer, _) = await server.SendAsync(HttpMethod.Get, "/api/tokens", null, cancellationToken);
        return answer is { } list && Claims(path) is { } claims && claims.TryGetProperty("jti", out var id)
            && list.GetProperty("tokens").EnumerateArray().Any(entry =>
                entry.GetProperty("id").GetString() == id.GetString()
                && (!entry.TryGetProperty("revokedAt", out var revoked) || revoked.ValueKind == JsonValueKind.Null));
    }

    private static JsonElement? Claims(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var line = File.ReadAllText(path).Trim();
        var body = line.StartsWith(Header + "ph_", StringComparison.Ordinal) ? line[(Header.Length + 3)..].Split('.')[0] : "";
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(body));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            return null;
        }
    }
}
