using Pharos.Cli.Reviews.Desk;

namespace Pharos.Cli.Tests.Reviews;

public sealed class DeskKeysTests
{
    [Fact]
    public void One_key_approves_what_its_row_shows_whole_as_it_was_seen()
    {
        var (state, effects) = Reviewed.Desk(Reviewed.Entry(1, version: 7)).Type("a");
        effects.ShouldBe([new DeskEffect.Judge(Reviewed.IdOf(1), "approve", null, 7)]);
        state.Pending.ShouldBe(Reviewed.IdOf(1));
    }

    [Fact]
    public void A_second_press_does_not_judge_twice() =>
        Reviewed.Desk(Reviewed.Entry(1)).Type("aa").Effects.ShouldBeEmpty();

    [Theory]
    [InlineData("command", "low", 300)]
    [InlineData("file-edit", "low", 10)]
    [InlineData("command", "high", 10)]
    public void What_the_row_does_not_show_is_opened_before_it_can_be_approved(string kind, string risk, int characters)
    {
        var (_, effects) = Reviewed.Desk(Reviewed.Entry(1, new string('x', characters), risk, kind: kind)).Type("a");
        effects.ShouldBe([new DeskEffect.Load(Reviewed.IdOf(1), IsAsked: true)]);
    }

    [Fact]
    public void A_high_risk_is_asked_about_once_more_and_only_y_approves()
    {
        var entry = Reviewed.Entry(1, risk: "high", version: 9);
        var shown = DeskNews.Shown(Reviewed.Desk(entry), entry.Id, Reviewed.Detail(entry), isAsked: true);
        shown.Type("a").Effects.ShouldBeEmpty();
        shown.Type("ay").Effects.ShouldBe([new DeskEffect.Judge(entry.Id, "approve", null, 9)]);
        foreach (var key in "anq \r\e")
        {
            var (after, effects) = shown.Type("a" + key);
            effects.ShouldBeEmpty();
            after.Prompt.ShouldBeNull();
        }
    }

    [Fact]
    public void Typing_a_reason_fires_no_key()
    {
        var (state, effects) = Reviewed.Desk(Reviewed.Entry(1), Reviewed.Entry(2)).Type("rqa jk xue? st\b");
        effects.ShouldBeEmpty();
        state.Prompt!.Draft.ShouldBe("qa jk xue? s");
        state.Selected.ShouldBe(Reviewed.IdOf(1));
        state.Type("\r").Effects.ShouldBe([new DeskEffect.Judge(Reviewed.IdOf(1), "reject", "qa jk xue? s", 3)]);
    }

    [Fact]
    public void A_rejection_without_a_reason_is_not_sent()
    {
        var (state, effects) = Reviewed.Desk(Reviewed.Entry(1)).Type("r  \r");
        effects.ShouldBeEmpty();
        state.Prompt.ShouldNotBeNull();
        state.Type("\e").State.Prompt.ShouldBeNull();
    }

    [Fact]
    public void Pasted_text_fires_nothing_and_sends_nothing()
    {
        var state = Reviewed.Desk(Reviewed.Entry(1));
        DeskKeys.Press(state, DeskKey.Of('a') with { IsPasted = true }).Effects.ShouldBeEmpty();
        var asked = state.Type("rno").State;
        var (after, effects) = DeskKeys.Press(asked, DeskKey.Of('\r') with { IsPasted = true });
        effects.ShouldBeEmpty();
        after.Prompt!.Draft.ShouldBe("no ");
    }

    [Fact]
    public void Ctrl_C_quits_also_while_something_is_asked() =>
        DeskKeys.Press(Reviewed.Desk(Reviewed.Entry(1)).Type("rabc").State, new DeskKey(ConsoleKey.C, '\x03', HasControl: true)).Effects.ShouldBe([new DeskEffect.Quit()]);

    [Fact]
    public void The_steps_have_a_key_each()
    {
        var state = Reviewed.Desk(Reviewed.Entry(1));
        var id = Reviewed.IdOf(1);
        state.Type("s").Effects.ShouldBe([new DeskEffect.Step(id, "snooze")]);
        state.Type("t").Effects.ShouldBe([new DeskEffect.Step(id, "claim", IsTakeover: true)]);
        state.Type("c").Effects.ShouldBe([new DeskEffect.Step(id, "claim")]);
        state.Type("xdb owner\r").Effects.ShouldBe([new DeskEffect.Step(id, "escalate", "db owner")]);
        state.Type("ewhich host?\r").Effects.ShouldBe([new DeskEffect.Judge(id, "respond", "which host?", 3)]);
        state.Type("u").Effects.ShouldBeEmpty();
        state.Type("q").Effects.ShouldBe([new DeskEffect.Quit()]);
    }

    [Fact]
    public void Undo_takes_back_what_was_judged_here_last_though_the_cursor_has_moved_on()
    {
        var state = Reviewed.Desk(Reviewed.Entry(1), Reviewed.Entry(2));
        var judged = DeskNews.Moved(state.Type("a").State, state.Type("a").Effects[0], Reviewed.Reply(Reviewed.Entry(1, state: "approved", by: "anna")));
        judged.Type("ju").Effects.ShouldBe([new DeskEffect.Step(Reviewed.IdOf(1), "undo")]);
        judged.Type("j").State.Items.Select(item => item.Id).ShouldBe([Reviewed.IdOf(2)]);
    }

    [Fact]
    public void A_claim_is_renewed_by_keys_and_not_by_time()
    {
        var state = Reviewed.Desk(Reviewed.Entry(1));
        var mine = DeskNews.Moved(state, new DeskEffect.Step(Reviewed.IdOf(1), "claim"), Reviewed.Reply(Reviewed.Entry(1, state: "claimed", holder: "anna")));
        mine.Type("j").Effects.ShouldBeEmpty();
        var later = mine with { Now = Reviewed.Now.AddMinutes(2) };
        var (renewed, effects) = later.Type("j");
        effects.ShouldBe([new DeskEffect.Step(Reviewed.IdOf(1), "renew")]);
        renewed.Type("j").Effects.ShouldBeEmpty();
    }
}
