using System.CommandLine;
using System.Threading.Channels;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Cli.Reviews.Desk;

namespace Pharos.Cli.Tests.Reviews;

/// <summary>The desk beside a real server.</summary>
public sealed class LiveDeskTests(ReviewServer server) : IClassFixture<ReviewServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_behind_the_first_page_are_reached_with_the_keys_and_stay_when_news_come()
    {
        for (var number = 1; number <= 7; number++)
        {
            await server.ProposeAsync($"frobnicate page {number}");
        }

        await using var connection = await ConnectAsync();
        var (keys, screens) = (Channel.CreateBounded<DeskKey>(100), Channel.CreateUnbounded<string>());
        var running = new LiveDesk(new ReviewClient(connection), TimeProvider.System, page: 2).RunAsync(
            keys.Reader, () => (200, 30), (lines, _) => screens.Writer.TryWrite(string.Join('\n', lines.Select(line => line.Text))), Cancellation);
        await UntilAsync(screens, screen => screen.Contains("the first 2 here", StringComparison.Ordinal));
        for (var rows = 4; rows <= 8; rows += 2)
        {
            await keys.Writer.WriteAsync(DeskKey.Of('G'), Cancellation);
            var reached = Math.Min(rows, 7);
            await UntilAsync(screens, screen => CountOf(screen) >= reached);
        }

        await server.ProposeAsync("frobnicate page 8");
        await UntilAsync(screens, screen => screen.Contains("8 open", StringComparison.Ordinal) && CountOf(screen) == 8);
        await keys.Writer.WriteAsync(DeskKey.Of('q'), Cancellation);
        (await running.WaitAsync(Patience, Cancellation)).ShouldBe(ExitCode.Ok);
    }

    private async Task<ServerConnection> ConnectAsync()
    {
        var token = (await File.ReadAllTextAsync(server.FileOf("anna"), Cancellation)).Trim();
        return await ServerConnection.OpenAsync(new CommandCall(new RootCommand().Parse([]), new CommonOptions()), new ServerAccess(server.Url, token), Cancellation);
    }

    private static int CountOf(string screen) => screen.Split('\n').Count(line => line.Contains("frobnicate page", StringComparison.Ordinal));

    private static async Task UntilAsync(Channel<string> screens, Func<string, bool> isShown)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        late.CancelAfter(Patience);
        var last = "";
        try
        {
            do
            {
                last = await screens.Reader.ReadAsync(late.Token);
            }
            while (!isShown(last));
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            Assert.Fail(last);
        }
    }
}
