using System.Net;
using System.Net.Sockets;
using Pharos.Agents;

namespace Pharos.Server.Tests;

public sealed class LifecycleTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_restart_keeps_decisions_tokens_and_registrations()
    {
        var token = await server.TokenAsync(Role.Agent);
        using var decided = await server.SendAsync("POST", "/api/proposals", token, server.Command("git status"));
        var id = (await TestServer.JsonAsync(decided)).GetProperty("id").GetString();
        using var registered = await server.SendAsync("PUT", "/api/workspaces/registrations", Role.Admin, """{"root":"/srv/kept"}""");
        await server.RestartAsync();
        using var found = await server.SendAsync("GET", $"/api/proposals/{id}", token);
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var list = await server.SendAsync("GET", "/api/workspaces", Role.Viewer);
        (await list.Content.ReadAsStringAsync()).ShouldContain("/srv/kept");
        server.Server.FirstAdminToken.ShouldBeNull();
    }

    [Fact]
    public async Task The_files_of_a_data_folder_are_closed_to_others()
    {
        foreach (var file in (string[])["keys/token.key", "tokens/admin.token", "pharos.sock"])
        {
            File.GetUnixFileMode(Path.Combine(server.Data, file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }

        foreach (var folder in (string[])["keys", "tokens", "policies", "blobs"])
        {
            File.GetUnixFileMode(Path.Combine(server.Data, folder)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder);
        }

        using var events = await server.SendAsync("GET", "/api/events", (await File.ReadAllTextAsync(Path.Combine(server.Data, "tokens/admin.token"))).Trim());
        events.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_unix_socket_answers_like_the_port()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(server.Server.SocketPath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost") };
        (await http.GetStringAsync(new Uri("/readyz", UriKind.Relative))).ShouldBe("ok\n");
    }

    [Fact]
    public async Task Health_without_a_token_says_nothing_but_that()
    {
        using var health = await server.SendAsync("GET", "/health");
        (await health.Content.ReadAsStringAsync()).Trim().ShouldBe("{}");
        using var page = await server.SendAsync("GET", "/");
        (await page.Content.ReadAsStringAsync()).ShouldNotContain("ph_");
    }

    [Fact]
    public async Task Requests_in_flight_are_answered_before_the_server_stops()
    {
        await using var other = new TestServer();
        await other.InitializeAsync();
        var token = await other.TokenAsync(Role.Agent);
        var release = new TaskCompletionSource();
        var content = new SlowContent(other.Command("git status"), release.Task);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/proposals", UriKind.Relative)) { Content = content };
        request.Headers.Authorization = new("Bearer", token);

        // The body begins when the server says that it reads it; a connection on which it has read nothing yet is not in flight and may be closed.
        request.Headers.ExpectContinue = true;
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        using var http = new HttpClient(handler) { BaseAddress = other.Http.BaseAddress };
        var answer = http.SendAsync(request);
        await content.Begun;
        var stopping = other.Server.DisposeAsync().AsTask();
        release.SetResult();
        using var response = await answer;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await stopping;
        File.Exists(other.Server.SocketPath).ShouldBeFalse();
    }

    /// <summary>A body whose second half waits.</summary>
    private sealed class SlowContent : HttpContent
    {
        private readonly byte[] _body;
        private readonly Task _release;
        private readonly TaskCompletionSource _begun = new();

        public SlowContent(string body, Task release)
        {
            _body = System.Text.Encoding.UTF8.GetBytes(body);
            _release = release;
            Headers.ContentType = new("application/json");
        }

        public Task Begun => _begun.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_body.AsMemory(0, _body.Length / 2));
            await stream.FlushAsync();
            _begun.SetResult();
            await _release;
            await stream.WriteAsync(_body.AsMemory(_body.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Length;
            return true;
        }
    }
}
