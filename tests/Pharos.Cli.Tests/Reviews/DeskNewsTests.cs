using Pharos.Cli.Connection;
using Pharos.Cli.Reviews;
using Pharos.Cli.Reviews.Desk;

namespace Pharos.Cli.Tests.Reviews;

public sealed class DeskNewsTests
{
    private static readonly ReviewEntry[] Five = [.. Enumerable.Range(1, 5).Select(number => Reviewed.Entry(number))];

    [Fact]
    public void A_more_urgent_review_does_not_push_the_row_under_the_cursor_away()
    {
        var state = Reviewed.Desk(Five).Type("jj").State;
        var after = DeskNews.Listed(state, [Reviewed.Entry(8), Reviewed.Entry(9), .. Five], 7).State;
        after.Selected.ShouldBe(Reviewed.IdOf(3));
        (after.Index - after.Top).ShouldBe(state.Index - state.Top);
    }

    [Fact]
    public void A_review_that_was_decided_elsewhere_stays_under_the_cursor_and_says_by_whom()
    {
        var state = Reviewed.Desk(Five).Type("jj").State;
        var (after, effects) = DeskNews.Listed(state, [.. Five.Where(entry => entry.Id != Reviewed.IdOf(3))], 4);
        after.Selected.ShouldBe(Reviewed.IdOf(3));
        after.Index.ShouldBe(2);
        effects.ShouldBe([new DeskEffect.Load(Reviewed.IdOf(3), IsAsked: false)]);

        var told = DeskNews.Shown(after, Reviewed.IdOf(3), Reviewed.Detail(Reviewed.Entry(3, state: "approved", by: "ben")), isAsked: false);
        told.Notice.Text.ShouldBe("Decided elsewhere: approved by ben");
        told.Detail.ShouldBeNull();
        told.Type("a").Effects.ShouldBeEmpty();
        told.Type("j").State.Items.Length.ShouldBe(4);
        told.Type("j").State.Selected.ShouldBe(Reviewed.IdOf(4));
    }

    [Fact]
    public void Whatever_comes_and_goes_the_cursor_keeps_its_review_and_its_line()
    {
        var random = new Random(17);
        var state = Reviewed.Desk(Five) with { Height = 9 };
        for (var round = 0; round < 2000; round++)
        {
            state = state.Type(random.Next(3) switch { 0 => "j", 1 => "k", _ => "" }).State;
            var (id, line) = (state.Selected, state.Index - state.Top);
            var next = Enumerable.Range(1, 14).Where(_ => random.Next(2) == 0).Select(number => Reviewed.Entry(number)).ToList();
            state = DeskNews.Listed(state, next, next.Count).State;
            if (id is not null)
            {
                state.Selected.ShouldBe(id);
                state.Index.ShouldBeGreaterThanOrEqualTo(state.Top);
                (state.Index - state.Top).ShouldBeLessThanOrEqualTo(line);
                (state.Index - state.Top).ShouldBe(Math.Min(line, state.Index));
            }

            (state.Items.Length - next.Count).ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public void Whoever_comes_near_the_last_row_is_given_the_next_ones_once()
    {
        var state = DeskNews.Listed(new DeskState { Now = Reviewed.Now, Height = 6 }, Five, 9, "behind-5").State;
        DeskKeys.Press(state, DeskKey.Of('j')).Effects.ShouldBeEmpty("three more rows wait on this side of a screen");
        var (waiting, effects) = state.Type("jjj");
        effects.ShouldBe([new DeskEffect.Reach("behind-5")]);
        waiting.Type("G").Effects.ShouldBeEmpty("they are on their way");

        var reached = DeskNews.Reached(waiting, "behind-5", Reviewed.Page(null, Reviewed.Entry(5), Reviewed.Entry(6), Reviewed.Entry(7)));
        reached.Items.Select(item => item.Id).ShouldBe(Enumerable.Range(1, 7).Select(Reviewed.IdOf));
        (reached.Selected, reached.Next).ShouldBe((waiting.Selected, null));
        reached.Type("G").Effects.ShouldBeEmpty("there is nothing behind them");
        reached.Type("G").State.Selected.ShouldBe(Reviewed.IdOf(7));
    }

    [Fact]
    public void Rows_that_continue_another_list_than_the_one_shown_are_left_out()
    {
        var waiting = DeskNews.Listed(new DeskState { Now = Reviewed.Now }, Five, 9, "behind-5").State.Type("j").State;
        var anew = DeskNews.Listed(waiting, [.. Five.Skip(1)], 8, "behind-6").State;
        DeskNews.Reached(anew, "behind-5", Reviewed.Page(null, Reviewed.Entry(6))).ShouldBe(anew);
        anew.Type("j").Effects.ShouldBe([new DeskEffect.Reach("behind-6")]);
    }

    [Fact]
    public void A_list_that_goes_on_says_so()
    {
        var state = DeskNews.Listed(new DeskState { Now = Reviewed.Now }, Five, 9, "behind-5").State;
        DeskScreen.Of(state)[0].Text.ShouldContain("9 open  the first 5 here");
        DeskScreen.Of(state with { Next = null })[0].Text.ShouldNotContain("the first");
    }

    [Fact]
    public void A_verdict_that_came_second_says_how_it_was_decided()
    {
        var (pending, effects) = Reviewed.Desk(Five).Type("a");
        var refusal = Reviewed.Object($$"""{"code":"review.decided","detail":"It was rejected by ben: no.","review":{{Reviewed.Entry(1, state: "rejected", by: "ben").Document.ToJson()}}}""");
        var after = DeskNews.Moved(pending, effects[0], new ServerReply(409, refusal));
        after.Notice.Text.ShouldBe("Decided elsewhere: It was rejected by ben: no.");
        after.Current!.IsClosed.ShouldBeTrue();
        after.Pending.ShouldBeNull();
    }

    [Fact]
    public void A_reason_that_is_being_typed_fires_no_key_though_its_review_is_decided_meanwhile()
    {
        var state = Reviewed.Desk(Five).Type("rbecause of ").State;
        var gone = DeskNews.Listed(state, [.. Five.Skip(1)], 4).State;
        var told = DeskNews.Shown(gone, Reviewed.IdOf(1), Reviewed.Detail(Reviewed.Entry(1, state: "approved", by: "ben")), isAsked: false);
        told.Notice.Text.ShouldContain("by ben");
        var (after, effects) = told.Type("quake");
        effects.ShouldBeEmpty();
        after.Prompt!.Draft.ShouldBe("because of quake");
    }

    [Fact]
    public void The_way_out_of_ones_own_proposal_is_said()
    {
        var (pending, effects) = Reviewed.Desk(Five).Type("a");
        DeskNews.Moved(pending, effects[0], new ServerReply(403, Reviewed.Object("""{"code":"review.self","detail":"Nobody judges what they proposed."}"""))).Notice.Text.ShouldContain("--token-file");
    }
}
