using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Pharos.Agents.Signing;
using Pharos.Events;
using AgentRole = Pharos.Agents.Role;

namespace Pharos.Server.Tests.Mcp;

/// <summary>A server with clients of the C# SDK.</summary>
public class McpTestServer : TestServer
{
    /// <summary>The version without sessions.</summary>
    public const string Sessionless = "2026-07-28";

    /// <summary>The last version with sessions.</summary>
    public const string WithSessions = "2025-11-25";

    /// <summary>Where the agents work: not in the data folder, which is protected.</summary>
    public string Project { get; } = Directory.CreateTempSubdirectory("pharos-project-").FullName;

    protected override string Configuration => base.Configuration.Replace($"root: {Workspace}", $"root: {Project}", StringComparison.Ordinal) + """

        review:
          undoWindow: 0s
        """;

    /// <summary>Both generations of the protocol.</summary>
    public static TheoryData<string> Versions => [Sessionless, WithSessions];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Project, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The keys that experts sign with, by their token.</summary>
    public ConcurrentDictionary<string, string> Keys { get; } = new();

    public Task<McpClient> ConnectAsync(string version, string token, McpClientHandlers? handlers = null, ElicitationCapability? can = null)
    {
        var signing = new HttpClient(new SigningHandler(() => Keys.GetValueOrDefault(token)) { InnerHandler = new SocketsHttpHandler { UseProxy = false } });
        var options = new HttpClientTransportOptions
        {
            Endpoint = new Uri(Server.Url, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        };
        var client = new McpClientOptions
        {
            ProtocolVersion = version,
            ClientInfo = new Implementation { Name = "tests", Version = "1" },
            Capabilities = new ClientCapabilities { Elicitation = handlers?.ElicitationHandler is null ? null : can ?? new ElicitationCapability { Form = new FormElicitationCapability() } },
            Handlers = handlers ?? new McpClientHandlers(),
        };
        return McpClient.CreateAsync(new HttpClientTransport(options, signing, ownsHttpClient: true), client, cancellationToken: TestContext.Current.CancellationToken);
    }

    public async Task<McpClient> ConnectAsync(string version, AgentRole role = AgentRole.Agent, string? subject = null) => await ConnectAsync(version, await TokenAsync(role, subject));

    /// <summary>The arguments that propose a command.</summary>
    public Dictionary<string, object?> Proposal(string command, double? wait = null)
    {
        var arguments = new Dictionary<string, object?> { ["kind"] = "command", ["tool"] = "Bash", ["input"] = new Dictionary<string, object?> { ["command"] = command }, ["workspace"] = Project };
        if (wait is not null)
        {
            arguments["wait_seconds"] = wait;
        }

        return arguments;
    }

    /// <summary>Approves or rejects as a reviewer, over HTTP.</summary>
    public async Task JudgeAsync(string review, string verdict, string reason = "seen")
    {
        using var response = await SendAsync("POST", $"/api/reviews/{review}/verdict", AgentRole.Reviewer, $$"""{"verdict":"{{verdict}}","reason":"{{reason}}"}""");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until a review of an agent is open, and answers its id.</summary>
    public async Task<string> WaitForReviewAsync(string agent)
    {
        for (var i = 0; i < 2400; i++)
        {
            var id = Server.Parts.Reviews.Queue.Read((queue, _) => queue.Open.FirstOrDefault(item => item.Request.Agent == agent)?.Id);
            if (id is { } found)
            {
                return found.ToString();
            }

            await Task.Delay(25);
        }

        throw new TimeoutException($"No review of {agent} was opened.");
    }

    /// <summary>The object of a result that is no refusal.</summary>
    public static JsonElement Object(CallToolResult result)
    {
        result.IsError.ShouldNotBe(true, Text(result));
        return result.StructuredContent.ShouldNotBeNull();
    }

    /// <summary>The stable code of a refusal.</summary>
    public static string Code(CallToolResult result)
    {
        result.IsError.ShouldBe(true, Text(result));
        return result.Meta.ShouldNotBeNull()["pharos/code"]!.GetValue<string>();
    }

    public static string Text(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    private sealed class SigningHandler(Func<string?> key) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post && key() is { } known)
            {
                var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
                var (time, nonce) = (DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
                var mac = new SignedContent("POST", request.RequestUri!.PathAndQuery, new Digest(SHA256.HashData(body))).MacWith(known, time, nonce);
                request.Headers.Add(RequestSignature.Header, $"t={time},n={nonce},v1={mac}");
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
