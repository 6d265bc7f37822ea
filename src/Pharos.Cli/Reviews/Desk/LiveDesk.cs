using System.Threading.Channels;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;
using Pharos.Server;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>Runs a desk: keys and news make states, one after the other in one place; states make screens; what keys ask for is done beside it.</summary>
/// <param name="client">The server.</param>
/// <param name="clock">The clock.</param>
/// <param name="page">How many rows are asked for at once.</param>
internal sealed class LiveDesk(ReviewClient client, TimeProvider clock, int page = LiveDesk.UsualPage)
{
    /// <summary>Rows that are asked for at once.</summary>
    public const int UsualPage = 200;

    // A list of five thousand is read again at each news; whoever is asked so much works from its top.
    private const int MostPages = 25;
    private const int MostAhead = 1024;
    private const string LongestWait = "20s";
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Channel<Change> _changes = Channel.CreateBounded<Change>(MostAhead);
    private readonly Channel<DeskEffect> _effects = Channel.CreateBounded<DeskEffect>(MostAhead);

    private int _reach = 1;

    private delegate (DeskState State, IReadOnlyList<DeskEffect> Effects) Change(DeskState state);

    /// <summary>Runs until somebody quits.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="size">The size of the terminal.</param>
    /// <param name="show">Shows a screen; true when all of it has to be written.</param>
    /// <param name="cancellationToken">Ends it as q does.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ChannelReader<DeskKey> keys, Func<(int Width, int Height)> size, Action<IReadOnlyList<ScreenLine>, bool> show, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] works = [ReadKeysAsync(keys, ended.Token), FollowAsync(ended.Token), ActAsync(ended.Token), TickAsync(ended.Token)];
        try
        {
            var (width, height) = size();
            return await ShowAsync(new DeskState { Now = clock.GetUtcNow(), Width = width, Height = height }, works, size, show, ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(works).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> ShowAsync(DeskState state, Task[] works, Func<(int Width, int Height)> size, Action<IReadOnlyList<ScreenLine>, bool> show, CancellationToken cancellationToken)
    {
        show(DeskScreen.Of(state), true);
        while (await _changes.Reader.WaitToReadAsync(cancellationToken))
        {
            // A part that failed for a reason nobody foresaw must not leave a desk that looks alive.
            await Task.WhenAll(works.Where(work => work.IsFaulted));
            var (width, height) = size();
            var isResized = (width, height) != (state.Width, state.Height);
            state = state with { Now = clock.GetUtcNow(), Width = width, Height = height };
            while (_changes.Reader.TryRead(out var change))
            {
                (state, var effects) = change(state);
                foreach (var effect in effects)
                {
                    if (effect is DeskEffect.Quit)
                    {
                        return ExitCode.Ok;
                    }

                    await _effects.Writer.WriteAsync(effect, cancellationToken);
                }
            }

            show(DeskScreen.Of(state), isResized);
        }

        return ExitCode.Ok;
    }

    private async Task ReadKeysAsync(ChannelReader<DeskKey> keys, CancellationToken cancellationToken)
    {
        await foreach (var key in keys.ReadAllAsync(cancellationToken))
        {
            await _changes.Writer.WriteAsync(state => DeskKeys.Press(state, key), cancellationToken);
        }

        await _changes.Writer.WriteAsync(state => (state, [new DeskEffect.Quit()]), cancellationToken);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var seen = default(string);
        while (true)
        {
            var (reply, problem) = await TryAsync(PageAsync([("wait", LongestWait), ("seen", seen)], cancellationToken));
            if (reply is { IsOk: true })
            {
                var pages = Volatile.Read(ref _reach);
                var (items, more) = await WithFollowingAsync(reply, pages, cancellationToken);
                var open = int.TryParse(reply.Text("open"), out var count) ? count : items.Count;
                await _changes.Writer.WriteAsync(state => DeskNews.Listed(state, items, open, more), cancellationToken);

                // Rows that were reached meanwhile are missing in this list, so it is read again at once.
                seen = Volatile.Read(ref _reach) > pages ? null : reply.Text("tag");
                continue;
            }

            seen = null;
            var why = reply is null ? problem! : $"{reply.Message} ({reply.Code})";
            await _changes.Writer.WriteAsync(state => (DeskNews.Lost(state, why), []), cancellationToken);
            await Task.Delay(Retry, clock, cancellationToken);
        }
    }

    // As many pages as were reached. What moves between two of them may stand in both, or be missed until the next news.
    private async Task<(List<ReviewEntry> Items, string? More)> WithFollowingAsync(ServerReply first, int pages, CancellationToken cancellationToken)
    {
        var (items, more) = (ItemsOf(first), first.Text("next"));
        var known = items.Select(item => item.Id).ToHashSet();
        for (var read = 1; read < pages && more is not null; read++)
        {
            if ((await TryAsync(PageAsync([("after", more)], cancellationToken))).Reply is not { IsOk: true } reply)
            {
                return (items, more);
            }

            items.AddRange(ItemsOf(reply).Where(item => known.Add(item.Id)));
            more = reply.Text("next");
        }

        return (items, pages < MostPages ? more : null);
    }

    private Task<ServerReply> ReachAsync(string after, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _reach, Math.Min(MostPages, _reach + 1));
        return PageAsync([("after", after)], cancellationToken);
    }

    private Task<ServerReply> PageAsync(IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken) => client.ListAsync([("limit", $"{page}"), .. query], cancellationToken);

    private static List<ReviewEntry> ItemsOf(ServerReply reply) => [.. reply.Body.ItemsOf("items").Select(item => new ReviewEntry(item))];

    private async Task ActAsync(CancellationToken cancellationToken)
    {
        await foreach (var effect in _effects.Reader.ReadAllAsync(cancellationToken))
        {
            var (reply, problem) = await TryAsync(effect switch
            {
                DeskEffect.Load load => client.ShowAsync(load.Id, cancellationToken),
                DeskEffect.Reach reach => ReachAsync(reach.After, cancellationToken),
                DeskEffect.Judge judge => client.JudgeAsync(judge.Id, judge.Verdict, [("reason", TextOf(judge.Reason)), ("version", RegoNumber.Of(judge.Version))], cancellationToken),
                DeskEffect.Step step => client.StepAsync(step.Id, step.Name, [("reason", TextOf(step.Reason)), ("takeover", step.IsTakeover ? RegoBoolean.True : null)], cancellationToken),
                _ => throw new InvalidOperationException("An effect without a case."),
            });
            await _changes.Writer.WriteAsync(
                state => (reply is null ? DeskNews.Lost(state, problem!) : Told(state, effect, reply), []),
                cancellationToken);
        }
    }

    private static DeskState Told(DeskState state, DeskEffect effect, ServerReply reply) => effect switch
    {
        DeskEffect.Load load => DeskNews.Shown(state, load.Id, reply, load.IsAsked),
        DeskEffect.Reach reach => DeskNews.Reached(state, reach.After, reply),
        _ => DeskNews.Moved(state, effect, reply),
    };

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // The times on the screen pass, and the terminal may have another size.
            await _changes.Writer.WriteAsync(state => (state, []), cancellationToken);
        }
    }

    private static async Task<(ServerReply? Reply, string? Problem)> TryAsync(Task<ServerReply> request)
    {
        try
        {
            return (await request, null);
        }
        catch (ServerStartException problem)
        {
            return (null, problem.Message);
        }
        catch (TaskCanceledException slow) when (slow.InnerException is TimeoutException)
        {
            return (null, "The server does not answer in time.");
        }
    }

    private static RegoString? TextOf(string? text) => text is null ? null : RegoString.Of(text);
}
