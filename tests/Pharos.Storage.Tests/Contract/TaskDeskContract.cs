using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Tasks;

namespace Pharos.Storage.Tests.Contract;

/// <summary>What tasks need of every engine: steps against versions, also of two servers at once, and a board that is the same after a restart. An engine's test class derives from this.</summary>
public abstract class TaskDeskContract : IAsyncLifetime
{
    private IEventStore? _store;
    private IEventStore? _other;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected SettableClock Clock { get; } = new();

    private IEventLog Log => _store!.Log;

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    /// <summary>Opens the same store on another node; null where an engine has one node.</summary>
    protected virtual Task<IEventStore?> OpenOtherAsync() => Task.FromResult<IEventStore?>(null);

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        _other = await OpenOtherAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }

        await _store!.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_task_goes_from_who_asks_to_an_expert_and_comes_back_with_its_result()
    {
        await using var node = new TaskNode(Log, Clock);
        await node.RegisterAsync("sec-1");
        var asked = await node.AskAsync();
        await node.Keeper.LookAsync(Cancellation);
        (await node.Desk.ClaimAsync(asked.TaskId, Expert("sec-1"), Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();
        (await node.Desk.ReportAsync(asked.TaskId, Expert("sec-1"), 50, "half", Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();
        (await node.Desk.FinishAsync(asked.TaskId, Expert("sec-1"), Made("\"made\""), Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();
        var done = (await node.Desk.FindAsync(asked.TaskId, Cancellation)).ShouldNotBeNull();
        (done.State, done.Result!.By, done.Result.Output!.Value.GetString(), done.Request.Input!.Value.GetProperty("what").GetString()).ShouldBe((TaskState.Done, "sec-1", "made", "this"));
        (await TypesAsync(asked.TaskId)).ShouldBe([TaskEvents.Requested, TaskEvents.Assigned, TaskEvents.Claimed, TaskEvents.Progressed, TaskEvents.Done]);
    }

    [Fact]
    public async Task Two_servers_that_look_at_once_give_a_task_to_one_expert()
    {
        await using var node = new TaskNode(Log, Clock);
        await using var other = new TaskNode((_other ?? _store!).Log, Clock);
        await node.RegisterAsync("sec-1");
        await node.RegisterAsync("sec-2");
        var asked = new List<TaskItem>();
        for (var number = 0; number < 6; number++)
        {
            asked.Add(await node.AskAsync());
        }

        await Task.WhenAll(node.Keeper.LookAsync(Cancellation), other.Keeper.LookAsync(Cancellation));
        foreach (var item in asked)
        {
            (await TypesAsync(item.TaskId)).Count(type => type == TaskEvents.Assigned).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Of_many_who_ask_under_one_id_at_once_one_creates_it_and_all_have_it()
    {
        await using var node = new TaskNode(Log, Clock);
        await using var other = new TaskNode((_other ?? _store!).Log, Clock);
        var id = TaskId.New(Clock);
        var items = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? node : other).AskAsync(id)));
        items.ShouldAllBe(item => item.TaskId == id);
        (await TypesAsync(id)).ShouldBe([TaskEvents.Requested]);
    }

    [Fact]
    public async Task Of_two_results_at_once_one_counts()
    {
        await using var node = new TaskNode(Log, Clock);
        await using var other = new TaskNode((_other ?? _store!).Log, Clock);
        await node.RegisterAsync("sec-1");
        var asked = await node.AskAsync();
        await node.Keeper.LookAsync(Cancellation);
        await node.Desk.ClaimAsync(asked.TaskId, Expert("sec-1"), Cancellation);
        var outcomes = await Task.WhenAll(new[] { node, other }.Select((each, number) => each.Desk.FinishAsync(asked.TaskId, Expert("sec-1"), Made($"{number}"), Cancellation).AsTask()));
        outcomes.Count(outcome => outcome is TaskOutcome.Changed).ShouldBe(1);
        outcomes.OfType<TaskOutcome.Refused>().ShouldHaveSingleItem().Problem.Code.ShouldBe("task.closed");
    }

    [Fact]
    public async Task A_board_that_is_read_anew_holds_the_same_and_its_snapshot_too()
    {
        await using var node = new TaskNode(Log, Clock);
        await node.RegisterAsync("sec-1");
        for (var number = 0; number < 7; number++)
        {
            await node.AskAsync();
        }

        await node.Keeper.LookAsync(Cancellation);
        var board = await node.BoardAsync();
        var first = board.HeldBy("sec-1")[0];
        await node.Desk.ClaimAsync(first.TaskId, Expert("sec-1"), Cancellation);
        await node.Desk.FinishAsync(first.TaskId, Expert("sec-1"), Made("1"), Cancellation);
        await node.Board.ReachedAsync(await Log.HeadAsync(Cancellation), Cancellation);
        var known = node.Board.Read((state, _) => Snapshot(state));
        var anew = await node.BoardAsync();
        Snapshot(anew).ShouldBe(known);
        Snapshot(new TaskBoardFold().Read(System.Text.Encoding.UTF8.GetBytes(known))).ShouldBe(known);
        (anew.OpenCount, anew.LoadOf("sec-1"), anew.RecordOf("sec-1").Results).ShouldBe((6, 3, 1));
    }

    private static string Snapshot(TaskBoard board)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            new TaskBoardFold().Write(writer, board);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Caller Expert(string name) => new(name, Role.Expert);

    private static TaskResult Made(string output) => new() { By = "", At = default, Output = JsonElement.Parse(output) };

    private async Task<List<string>> TypesAsync(TaskId id)
    {
        var types = new List<string>();
        await foreach (var record in Log.ReadStreamAsync(id.Stream, cancellationToken: Cancellation))
        {
            types.Add(record.Type);
        }

        return types;
    }
}
