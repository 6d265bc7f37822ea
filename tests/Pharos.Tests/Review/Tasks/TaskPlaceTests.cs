using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Tasks;

public sealed class TaskPlaceTests
{
    [Fact]
    public async Task A_list_goes_on_where_it_stopped_also_when_the_last_one_was_closed_meanwhile()
    {
        await using var fixture = new TaskFixture();
        var ids = new List<TaskId>();
        foreach (var priority in new[] { TaskPriority.High, TaskPriority.Normal, TaskPriority.Normal, TaskPriority.Low })
        {
            ids.Add(await fixture.AskAsync(priority: priority));
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await fixture.CatchUpAsync();
        var place = TaskPlace.Of(Listed(fixture, null)[1]);
        await fixture.Desk.WithdrawAsync(ids[1], "enough", TaskFixture.Cancellation);
        await fixture.Desk.WithdrawAsync(ids[2], "enough", TaskFixture.Cancellation);
        await fixture.CatchUpAsync();
        Listed(fixture, place).Select(item => item.TaskId).ShouldBe([ids[3], ids[2], ids[1]], "nothing behind it is left out, and what closed stands among the closed ones");
    }

    [Fact]
    public async Task Closed_ones_go_on_behind_the_last_also_when_others_close_meanwhile()
    {
        await using var fixture = new TaskFixture();
        var ids = new List<TaskId>();
        for (var number = 0; number < 4; number++)
        {
            ids.Add(await fixture.AskAsync());
        }

        foreach (var id in ids.Take(3))
        {
            await fixture.Desk.WithdrawAsync(id, "enough", TaskFixture.Cancellation);
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await fixture.CatchUpAsync();
        var closed = fixture.Board.Read((board, _) => board.Closed.ToList());
        closed.Select(item => item.TaskId).ShouldBe([ids[2], ids[1], ids[0]]);
        await fixture.Desk.WithdrawAsync(ids[3], "enough", TaskFixture.Cancellation);
        await fixture.CatchUpAsync();
        Listed(fixture, TaskPlace.Of(closed[0])).Select(item => item.TaskId).ShouldBe([ids[1], ids[0]]);
        Listed(fixture, TaskPlace.Of(closed[2])).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("closed-8de29a1b2c3d4e5-0190000000007000800000000000000a")]
    [InlineData("high-8de29a1b2c3d4e5-0190000000007000800000000000000a")]
    public void A_place_is_read_as_it_was_written(string text)
    {
        TaskPlace.TryParse(text, out var place).ShouldBeTrue();
        place.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("01900000-0000-7000-8000-00000000000a")]
    [InlineData("urgent-1-0190000000007000800000000000000a")]
    [InlineData("high-ffffffffffffffff-0190000000007000800000000000000a")]
    [InlineData("high-7fffffffffffffff-0190000000007000800000000000000a")]
    [InlineData("high-1-0190")]
    public void What_is_no_place_is_not_read(string? text) => TaskPlace.TryParse(text, out _).ShouldBeFalse();

    private static List<TaskItem> Listed(TaskFixture fixture, TaskPlace? after) => fixture.Board.Read((board, _) => board.After(after).ToList());
}
