using Pharos.Events;

namespace Pharos.Server.Tests;

public sealed class StartTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pharos-").FullName;

    [Fact]
    public async Task Every_problem_of_the_configuration_stands_in_the_refusal()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "pharos.yaml"), "server: { port: x, bind: y }\nlog: { level: loud }\n");
        var problem = await FailAsync();
        problem.Code.ShouldBe("config.invalid");
        problem.Message.ShouldContain("server.port");
        problem.Message.ShouldContain("server.bind");
        problem.Message.ShouldContain("log.level");
    }

    [Fact]
    public async Task A_socket_path_that_the_system_cannot_hold_is_refused_with_what_to_do()
    {
        var problem = await FailAsync(Path.Combine(_data, new string('x', 120)));
        problem.Code.ShouldBe("socket.path");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_unusable()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "file"), "");
        (await FailAsync(Path.Combine(_data, "file", "data"))).Code.ShouldBe("data.unusable");
    }

    [Fact]
    public async Task Policies_that_do_not_compile_are_refused_with_their_place()
    {
        Directory.CreateDirectory(Path.Combine(_data, "policies"));
        await File.WriteAllTextAsync(Path.Combine(_data, "policies", "bad.rego"), "package bad\n\nx if {");
        var problem = await FailAsync();
        problem.Code.ShouldBe("policy.invalid");
        problem.Message.ShouldContain("bad.rego");
    }

    [Fact]
    public async Task A_key_of_the_wrong_length_or_mode_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_data, "keys"));
        var key = Path.Combine(_data, "keys", "token.key");
        await File.WriteAllBytesAsync(key, new byte[5]);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await FailAsync()).Code.ShouldBe("key.invalid");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        (await FailAsync()).Code.ShouldBe("key.invalid");
    }

    [Fact]
    public async Task A_taken_port_and_a_data_folder_in_use_are_told_apart()
    {
        await using var first = await StartAsync(_data, 0);
        first.FirstAdminToken.ShouldNotBeNull().ShouldStartWith("ph_");
        (await FailAsync()).Code.ShouldBe("data.in-use");
        var other = Directory.CreateTempSubdirectory("pharos-").FullName;
        (await FailAsync(other, first.Url.Port)).Code.ShouldBe("port.in-use");
        Directory.Delete(other, recursive: true);
    }

    [Fact]
    public async Task A_log_that_cannot_be_opened_gives_its_own_code()
    {
        var problem = await Assert.ThrowsAsync<ServerStartException>(async () =>
        {
            await using var server = await PharosServer.StartAsync(
                new ServerOptions { DataFolder = _data, Port = 0 },
                (_, _, _, _) => throw new EventLogUnavailableException("store.newer", "made by a newer version"),
                TimeProvider.System,
                CancellationToken.None);
        });
        problem.Code.ShouldBe("store.newer");
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static Task<PharosServer> StartAsync(string data, int port) => PharosServer.StartAsync(
        new ServerOptions { DataFolder = data, Port = port, Environment = new Dictionary<string, string> { ["PHAROS_LOG_LEVEL"] = "error" } },
        TimeProvider.System,
        TestContext.Current.CancellationToken);

    private Task<ServerStartException> FailAsync(string? data = null, int port = 0) => Assert.ThrowsAsync<ServerStartException>(async () =>
    {
        await using var server = await PharosServer.StartAsync(new ServerOptions { DataFolder = data ?? _data, Port = port }, TimeProvider.System, CancellationToken.None);
    });
}
