using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Tasks;

/// <summary>Long random walks of experts, askers and two keepers over one log; whatever they do, the rules hold.</summary>
public sealed class TaskWalkTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_happens_no_task_has_two_holders_or_two_ends_and_none_is_lost(int seed)
    {
        var random = new Random(seed);
        await using var one = new TaskFixture(options: new TaskOptions { Attempts = 4 });
        await using var two = new TaskFixture(one.Log, one.Clock, one.Options);
        foreach (var name in Names)
        {
            await one.RegisterAsync(name, capacity: 3);
        }

        var tasks = new List<TaskId>();
        for (var step = 0; step < 400; step++)
        {
            var node = random.Next(2) == 0 ? one : two;
            await StepAsync(random, node, tasks);
        }

        await CheckAsync(one, tasks);

        // What another node makes of the same log is the same.
        await two.CatchUpAsync();
        await one.CatchUpAsync();
        Written(two).ShouldBe(Written(one));

        // In the end nothing stays open.
        one.Clock.Advance(TimeSpan.FromHours(1));
        await one.SettleAsync();
        one.Board.Read((board, _) => board.OpenCount).ShouldBe(0);
        foreach (var name in Names)
        {
            one.Board.Read((board, _) => board.LoadOf(name)).ShouldBe(0);
        }
    }

    private static async Task StepAsync(Random random, TaskFixture node, List<TaskId> tasks)
    {
        var name = Names[random.Next(Names.Length)];
        var me = TaskFixture.Expert(name);
        var task = tasks.Count == 0 ? default : tasks[^(1 + random.Next(Math.Min(tasks.Count, 8)))];
        var token = TaskFixture.Cancellation;
        switch (random.Next(12))
        {
            case 0 or 1:
                tasks.Add(await node.AskAsync(to: random.Next(4) == 0 ? name : null, review: random.Next(3) == 0 ? Guid.CreateVersion7() : null));
                break;
            case 2 or 3:
                await node.LookAsync();
                break;
            case 4:
                node.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 40)));
                break;
            case 5 or 6 when tasks.Count > 0:
                await node.Desk.ClaimAsync(task, me, token);
                break;
            case 7 when tasks.Count > 0:
                _ = random.Next(2) == 0 ? await node.FinishAsync(task, name, random.Next(4) == 0 ? "could not" : null) : await node.JudgeAsync(task, name, OpinionVerdict.Approve, random.NextDouble());
                break;
            case 8 when tasks.Count > 0:
                await node.Desk.DeclineAsync(task, me, null, token);
                break;
            case 9 when tasks.Count > 0:
                _ = random.Next(3) == 0 ? await node.Desk.CancelAsync(task, new Caller("asker", Role.Agent), null, token) : await node.Desk.ReportAsync(task, me, 1, null, token);
                break;
            case 10:
                _ = random.Next(2) == 0 ? await node.Experts.SuspendAsync(new ExpertId(name), new Caller("ann", Role.Reviewer), null, token) : await node.Experts.ResumeAsync(new ExpertId(name), new Caller("ann", Role.Reviewer), token);
                break;
            default:
                await node.Experts.SeenAsync(new ExpertId(name), token);
                break;
        }
    }

    private static async Task CheckAsync(TaskFixture fixture, List<TaskId> tasks)
    {
        await fixture.CatchUpAsync();
        foreach (var id in tasks)
        {
            var (holder, ends) = (default(string), 0);
            await foreach (var record in fixture.Log.ReadStreamAsync(id.Stream, cancellationToken: TaskFixture.Cancellation))
            {
                ends.ShouldBe(0, "nothing happens after the end");
                switch (record.Type)
                {
                    case TaskEvents.Assigned:
                        holder.ShouldBeNull("nobody gets what somebody has");
                        holder = JsonDocument.Parse(record.Payload).RootElement.GetProperty("to").GetString();
                        break;
                    case TaskEvents.Claimed or TaskEvents.Progressed or TaskEvents.Done:
                        record.Actor.Id.ShouldBe(holder);
                        break;
                    case TaskEvents.Declined or TaskEvents.Returned:
                        holder.ShouldNotBeNull();
                        holder = null;
                        break;
                }

                ends += record.Type is TaskEvents.Done or TaskEvents.Failed or TaskEvents.Expired or TaskEvents.Cancelled ? 1 : 0;
            }

            var item = fixture.Board.Read((board, _) => board.Find(id.Value)).ShouldNotBeNull();
            item.IsClosed.ShouldBe(ends == 1);
            item.Holder.ShouldBe(ends == 1 ? null : holder);
        }
    }

    private static string Written(TaskFixture fixture)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            fixture.Board.Read((board, _) =>
            {
                new TaskBoardFold().Write(writer, board);
                return true;
            });
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
