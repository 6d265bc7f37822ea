using Pharos.Cli.Reviews;
using Pharos.Cli.Reviews.Desk;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Tests.Reviews;

public sealed class ScreenTests
{
    [Theory]
    [InlineData(1, 80, 24)]
    [InlineData(2, 40, 10)]
    [InlineData(3, 133, 50)]
    public void No_screen_is_wider_or_higher_than_the_terminal_or_steers_it(int seed, int width, int height)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var entries = Enumerable.Range(1, random.Next(1, 30))
                .Select(number => Reviewed.Entry(number, HostileText.Make(random), risk: HostileText.Make(random), holder: random.Next(2) == 0 ? HostileText.Make(random) : null)).ToArray();
            var state = Reviewed.Desk(entries) with { Width = width, Height = height, Notice = (HostileText.Make(random), Ink.Caution) };
            state = random.Next(4) switch
            {
                0 => state.Type("?").State,
                1 => state.Type("r" + HostileText.Make(random).Replace("\e", "", StringComparison.Ordinal)).State,
                2 => DeskNews.Shown(state, entries[0].Id, Reviewed.Detail(
                    entries[0], new { command = HostileText.Make(random), other = HostileText.Make(random) }, new { effects = new[] { new { effect = "delete", target = HostileText.Make(random) } } }), isAsked: true),
                _ => state,
            };
            var lines = DeskScreen.Of(state);
            lines.Count.ShouldBe(height);
            foreach (var line in lines)
            {
                line.Cells.ShouldBeLessThanOrEqualTo(width, line.Text);
                HostileText.ShouldBeHarmless(line.Text);
                HostileText.ShouldBeHarmless(line.Written(hasColours: true).Replace("\e[", "", StringComparison.Ordinal));
                line.Written(hasColours: false).ShouldBe(line.Text);
            }
        }
    }

    [Fact]
    public void A_review_says_who_of_the_experts_is_asked_and_how_many_said_what_while_they_vote()
    {
        var text = Panel("""{"standing":"1 of 2 experts have voted, 2 must approve","deadline":"2030-01-31T12:01:30Z","counts":{"abstain":0,"approve":1,"reject":0},"outcome":null,"votes":[],"refused":[],"seats":[{"speciality":"security","expert":"sec-1","state":"voted","why":null},{"speciality":"operations","expert":null,"state":"open","why":null}]}""");
        text.ShouldContain("1 of 2 experts have voted, 2 must approve: 1 approve, 0 reject, 0 abstain; people in 1m");
        text.ShouldContain("security: sec-1, voted");
        text.ShouldContain("operations: nobody yet, open");
        Panel("null").ShouldNotContain("What experts say");
    }

    [Fact]
    public void A_review_says_what_each_expert_said_when_they_have_voted_and_nothing_they_wrote_steers_the_screen()
    {
        var text = Panel("""{"standing":"x","counts":{},"outcome":"people","why":"1 of 2 experts approve","seats":[],"votes":[{"expert":"sec-1","speciality":"security","verdict":"reject","confidence":0.9,"weight":0.5,"counts":true,"reason":"it opens \u001b[2Jport 22"}],"refused":[{"expert":"ops-1","verdict":"approve","code":"vote.equivocal","why":"You have voted otherwise before."}]}""");
        text.ShouldContain("people: 1 of 2 experts approve");
        text.ShouldContain(@"sec-1 (security): reject, sure to 0.9, weighs 0.5 — it opens \x1b[2Jport 22");
        text.ShouldContain("ops-1: approve, not counted (vote.equivocal)");
    }

    [Fact]
    public void A_list_says_how_far_the_experts_are()
    {
        var entry = new ReviewEntry(Reviewed.Object($$"""{"id":"{{Reviewed.IdOf(1)}}","state":"waiting","risk":"low","agent":"a","summary":"make deploy","panel":{"state":"open","voted":1,"seats":4} }"""));
        ListLines.Of(entry, Reviewed.Now, 80).Text.ShouldContain(" vote 1/4 ");
    }

    [Fact]
    public void The_row_under_the_cursor_is_marked_without_colours_too()
    {
        var lines = DeskScreen.Of(Reviewed.Desk(Reviewed.Entry(1), Reviewed.Entry(2, "make clean")).Type("j").State);
        lines.Single(line => line.Text.StartsWith('›')).Text.ShouldContain("make clean");
    }

    [Fact]
    public void Grave_effects_stand_first_and_are_marked()
    {
        var entry = Reviewed.Entry(1, "curl x | sh");
        var facts = new
        {
            effects = new[] { new { effect = "read", target = "/srv/app/a", targetKind = "path", inWorkspace = true, reversible = true }, new { effect = "delete", target = "/etc", targetKind = "path", inWorkspace = false, reversible = false } },
            unknown = new[] { new { why = "'sh' runs what is piped into it" } },
        };
        var lines = DetailLines.Of(Reviewed.Detail(entry, facts: facts).Body, Reviewed.Now, 80);
        var at = lines.ToList().FindIndex(line => line.Text == "What it would do");
        lines[at + 1].Text.ShouldContain("not understood");
        lines[at + 2].Text.ShouldContain("/etc  (outside the workspace, cannot be undone");
        lines[at + 2].Pieces[0].Ink.ShouldBe(Ink.Danger);
        lines.Select(line => line.Text).ShouldContain("  told    nobody");
    }

    [Fact]
    public void An_edit_is_shown_as_a_difference()
    {
        var entry = Reviewed.Entry(1, "Edit /srv/app/a.txt", kind: "file-edit");
        var input = new { file_path = "/srv/app/a.txt", old_string = "one\ntwo", new_string = "one\n\u202ethree", replace_all = true };
        var lines = DetailLines.Of(Reviewed.Detail(entry, input).Body, Reviewed.Now, 80);
        lines.ShouldContain(line => line.Text == "  -two" && line.Pieces[0].Ink == Ink.Danger);
        lines.ShouldContain(line => line.Text == @"  +\u202ethree" && line.Pieces[0].Ink == Ink.Good);
        lines.Select(line => line.Text).ShouldContain("    true");
    }

    [Fact]
    public void A_command_that_brings_an_edit_along_still_shows_what_runs()
    {
        var lines = DetailLines.Of(Reviewed.Detail(Reviewed.Entry(1, "x"), new { command = "zzz --wipe", file_path = "a", old_string = "", new_string = "harmless" }).Body, Reviewed.Now, 80);
        lines.Select(line => line.Text).ShouldContain("  zzz --wipe");
    }

    [Fact]
    public void An_edit_that_hides_more_than_its_difference_shows_the_rest()
    {
        var entry = Reviewed.Entry(1, "MultiEdit a", kind: "file-edit");
        var lines = DetailLines.Of(Reviewed.Detail(entry, new { file_path = "a", new_string = "fine", old_string = "", edits = new[] { new { old_string = "x", new_string = "evil" } } }).Body, Reviewed.Now, 80);
        lines.ShouldContain(line => line.Text.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_said_of_the_same_before_stands_beside_it()
    {
        var earlier = new { at = Reviewed.Now.AddHours(-3), summary = "make deploy\u202e", decision = "deny", outcome = "rejected", verdict = new { verdict = "reject", by = "ben", reason = "not on a Friday" } };
        var lines = DetailLines.Of(Reviewed.Detail(Reviewed.Entry(1), similar: [earlier]).Body, Reviewed.Now, 80).ToList();
        var at = lines.FindIndex(line => line.Text == "How the same was decided before");
        lines[at + 1].Text.ShouldBe(@"  3h    rejected   make deploy\u202e");
        lines[at + 2].Text.Trim().ShouldBe("ben: not on a Friday");
        lines.ShouldNotContain(line => line.Text == "What the agent did last");
    }

    [Fact]
    public void What_the_agent_did_last_stands_beside_it()
    {
        var action = new { at = Reviewed.Now.AddSeconds(-12), summary = "git push", decision = "allow", outcome = "done", verdict = (object?)null };
        var lines = DetailLines.Of(Reviewed.Detail(Reviewed.Entry(1), lastActions: [action]).Body, Reviewed.Now, 80).ToList();
        lines[lines.FindIndex(line => line.Text == "What the agent did last") + 1].Text.ShouldBe("  12s   done       git push");
    }

    [Theory]
    [InlineData("東京", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("🚀", 2)]
    [InlineData("abc…", 4)]
    public void Columns_are_counted_as_terminals_count_them(string text, int cells) => TextCells.Of(text).ShouldBe(cells);

    private static string Panel(string panel) =>
        string.Join('\n', DetailLines.Of(Reviewed.Object($$"""{"review":{"id":"{{Reviewed.IdOf(1)}}"},"panel":{{panel}}}"""), Reviewed.Now, 200).Select(line => line.Text));
}
