using System.Diagnostics;
using System.Text;

namespace Pharos.Cli.Tests.Reviews;

[Trait("Category", "Slow")]
public sealed class DeskTerminalTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // A server for each test: the cursor begins on the oldest review, which must be the test's own.
    private readonly ReviewServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task One_key_approves_at_a_terminal_which_is_given_back_as_it_was()
    {
        var id = await _server.ProposeAsync("frobnicate terminal");
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script (util-linux) makes the terminal.");
        using var desk = Start("anna", "");
        var screen = new StringBuilder();
        await ReadUntilAsync(desk, screen, "frobnicate terminal");
        await WriteAsync(desk, "a");
        await ReadUntilAsync(desk, screen, "approved; u takes it back");
        (await _server.FindAsync(id)).GetProperty("verdict").GetProperty("by").GetString().ShouldBe("anna");

        await _server.ProposeAsync("frobnicate newcomer");
        await ReadUntilAsync(desk, screen, "frobnicate newcomer");
        await WriteAsync(desk, "q");
        await ReadUntilAsync(desk, screen, "status 0");
        ShouldBeGivenBack(screen.ToString());
    }

    [Fact]
    public async Task Ctrl_C_gives_the_terminal_back_too_and_without_colours_none_are_written()
    {
        await _server.ProposeAsync("frobnicate interrupted");
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script (util-linux) makes the terminal.");
        using var desk = Start("ben", "NO_COLOR=1 ");
        var screen = new StringBuilder();
        await ReadUntilAsync(desk, screen, "frobnicate interrupted");
        await WriteAsync(desk, "\x03");
        await ReadUntilAsync(desk, screen, "status 0");
        ShouldBeGivenBack(screen.ToString());
        screen.ToString().ShouldNotContain("\e[7m");
        screen.ToString().ShouldNotContain("\e[2m");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("INT")]
    public async Task A_signal_gives_the_terminal_back_too(string signal)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script (util-linux) makes the terminal.");
        await _server.ProposeAsync($"frobnicate {signal}");
        using var desk = Start("ben", "");
        var screen = new StringBuilder();
        await ReadUntilAsync(desk, screen, $"frobnicate {signal}");
        await WriteAsync(desk, "j");
        var id = (await File.ReadAllTextAsync(Path.Combine(_server.Data, "desk.pid"), TestContext.Current.CancellationToken)).Trim();
        using var kill = Process.Start("/bin/kill", [$"-{signal}", id]);
        await ReadUntilAsync(desk, screen, "status 130");
        ShouldBeGivenBack(screen.ToString());
    }

    private static void ShouldBeGivenBack(string screen)
    {
        screen.ShouldContain("\e[?1049h");
        screen.LastIndexOf("\e[?1049l", StringComparison.Ordinal).ShouldBeGreaterThan(screen.LastIndexOf("\e[?1049h", StringComparison.Ordinal));
        screen.LastIndexOf("\e[?25h", StringComparison.Ordinal).ShouldBeGreaterThan(screen.LastIndexOf("\e[?25l", StringComparison.Ordinal));
        screen.ShouldContain("same mode");
    }

    // A pseudo terminal from util-linux, with a shell in it that compares the mode of the terminal before and after.
    private Process Start(string reviewer, string environment)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Pharos.Cli.dll");
        var line = $"stty cols 80 rows 24; before=$(stty -g); {environment}TERM=xterm sh -c 'echo $$ > \"$1/desk.pid\"; exec dotnet \"$2\" review --data \"$1\" --token-file \"$3\"' desk '{_server.Data}' '{program}' '{_server.FileOf(reviewer)}'; code=$?; "
            + "[ \"$before\" = \"$(stty -g)\" ] && echo same mode; echo status $code";
        var start = new ProcessStartInfo("script", ["-qec", line, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        return Process.Start(start)!;
    }

    private static async Task WriteAsync(Process desk, string keys)
    {
        await desk.StandardInput.WriteAsync(keys);
        await desk.StandardInput.FlushAsync();
    }

    private static async Task ReadUntilAsync(Process desk, StringBuilder screen, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var from = screen.Length;
        var buffer = new char[4096];
        while (!screen.ToString(from, screen.Length - from).Contains(text, StringComparison.Ordinal))
        {
            int count;
            try
            {
                count = await desk.StandardOutput.ReadAsync(buffer, patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"\"{text}\" did not come: {screen}", late);
            }

            count.ShouldBeGreaterThan(0, $"The desk ended: {screen}");
            screen.Append(buffer, 0, count);
        }
    }
}
