using Pharos.Agents;
using Pharos.Review.Collaborations;
using static Pharos.Tests.Review.Collaborations.CollaborationFixture;

namespace Pharos.Tests.Review.Collaborations;

public sealed class PairTests : IAsyncLifetime
{
    private readonly CollaborationFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_pair_waits_for_its_partner_and_opens_when_it_accepts()
    {
        var id = await _fixture.RequestAsync(PairMode.Active);
        (await _fixture.FindAsync(id)).Head.StageAt(_fixture.Clock.GetUtcNow()).ShouldBe(CollaborationStage.Requested);
        var session = Changed(await _fixture.Desk.AcceptAsync(id, Partner, Cancellation));
        session.Head.StageAt(_fixture.Clock.GetUtcNow()).ShouldBe(CollaborationStage.Open);
        session.Head.Participants.Select(one => (one.Agent, one.Role, one.Presence)).ShouldBe([("driver", "driver", Presence.Joined), ("partner", "navigator", Presence.Joined)]);
    }

    [Fact]
    public async Task Nobody_but_the_partner_accepts()
    {
        var id = await _fixture.RequestAsync(PairMode.Active);
        CodeOf(await _fixture.Desk.AcceptAsync(id, Driver, Cancellation)).ShouldBe("collaboration.accept");
        CodeOf(await _fixture.Desk.AcceptAsync(id, Third, Cancellation)).ShouldBe("collaboration.unknown");
        CodeOf(await _fixture.Desk.AcceptAsync(id, Viewer, Cancellation)).ShouldBe("collaboration.participant");
    }

    [Fact]
    public async Task Who_has_not_accepted_can_say_nothing()
    {
        var id = await _fixture.RequestAsync(PairMode.Collaborative);
        CodeOf(await _fixture.Desk.CommentAsync(id, Partner, "hello", null, Cancellation)).ShouldBe("collaboration.join");
    }

    [Fact]
    public async Task A_partner_that_declines_closes_the_pair_with_its_reason()
    {
        var id = await _fixture.RequestAsync(PairMode.Active);
        var session = Changed(await _fixture.Desk.LeaveAsync(id, Partner, "no time", Cancellation));
        session.Head.StageAt(_fixture.Clock.GetUtcNow()).ShouldBe(CollaborationStage.Declined);
        session.Head.Summary.ShouldBe("no time");
        CodeOf(await _fixture.Desk.AcceptAsync(id, Partner, Cancellation)).ShouldBe("collaboration.ended");
    }

    [Fact]
    public async Task A_passive_observer_may_only_comment()
    {
        var id = await _fixture.PairAsync(PairMode.Passive);
        Changed(await _fixture.Desk.CommentAsync(id, Partner, "line 3 looks wrong", null, Cancellation)).Messages.ShouldHaveSingleItem().By.ShouldBe("partner");
        CodeOf(await _fixture.SuggestAsync(id, Partner)).ShouldBe("collaboration.mode");
        CodeOf(await _fixture.Desk.DecideAsync(id, Partner, "use spans", "faster", Cancellation)).ShouldBe("collaboration.mode");
        Changed(await _fixture.Desk.DecideAsync(id, Driver, "use spans", "faster", Cancellation)).Decisions.ShouldHaveSingleItem().Reason.ShouldBe("faster");
    }

    [Fact]
    public async Task In_an_active_pair_the_navigator_suggests_and_the_driver_judges()
    {
        var id = await _fixture.PairAsync(PairMode.Active);
        CodeOf(await _fixture.SuggestAsync(id, Driver)).ShouldBe("collaboration.mode");
        Changed(await _fixture.SuggestAsync(id, Partner));
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Partner, 1, null, null, Cancellation)).ShouldBe("collaboration.mode");
        var session = Changed(await _fixture.Desk.AcceptSuggestionAsync(id, Driver, 1, null, "clearer", Cancellation));
        (session.Suggestions[0].State, session.Suggestions[0].JudgedBy, session.Suggestions[0].JudgedWhy).ShouldBe((SuggestionState.Accepted, "driver", "clearer"));
    }

    [Fact]
    public async Task In_a_review_pair_nothing_is_accepted_without_the_reviewer()
    {
        var id = await _fixture.PairAsync(PairMode.Review);
        CodeOf(await _fixture.SuggestAsync(id, Partner)).ShouldBe("collaboration.mode");
        Changed(await _fixture.SuggestAsync(id, Driver));
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Driver, 1, null, null, Cancellation)).ShouldBe("collaboration.mode");
        Changed(await _fixture.Desk.AcceptSuggestionAsync(id, Partner, 1, null, null, Cancellation)).Suggestions[0].IsAgreed.ShouldBeTrue();
    }

    [Fact]
    public async Task Peers_judge_what_the_other_one_suggested_and_never_their_own()
    {
        var id = await _fixture.PairAsync(PairMode.Collaborative);
        Changed(await _fixture.SuggestAsync(id, Driver));
        Changed(await _fixture.SuggestAsync(id, Partner));
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Driver, 1, null, null, Cancellation)).ShouldBe("review.self");
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Partner, 2, null, null, Cancellation)).ShouldBe("review.self");
        Changed(await _fixture.Desk.AcceptSuggestionAsync(id, Partner, 1, null, null, Cancellation));
        CodeOf(await _fixture.Desk.RejectSuggestionAsync(id, Driver, 2, null, " ", Cancellation)).ShouldBe("collaboration.text");
        Changed(await _fixture.Desk.RejectSuggestionAsync(id, Driver, 2, null, "slower", Cancellation)).Suggestions.Select(one => one.State).ShouldBe([SuggestionState.Accepted, SuggestionState.Rejected]);
    }

    [Fact]
    public async Task A_peers_other_text_goes_back_to_who_suggested_first()
    {
        var id = await _fixture.PairAsync(PairMode.Collaborative);
        Changed(await _fixture.SuggestAsync(id, Driver));
        var session = Changed(await _fixture.Desk.ModifySuggestionAsync(id, Partner, 1, null, new SuggestedChange { Text = "let x = 1" }, Cancellation));
        (session.Suggestions[0].State, session.Suggestions[0].Current.By).ShouldBe((SuggestionState.Open, "partner"));
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Partner, 1, null, null, Cancellation)).ShouldBe("review.self");
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Driver, 1, 1, null, Cancellation)).ShouldBe("suggestion.revision");
        Changed(await _fixture.Desk.AcceptSuggestionAsync(id, Driver, 1, 2, null, Cancellation)).Suggestions[0].State.ShouldBe(SuggestionState.Accepted);
    }

    [Fact]
    public async Task A_reviewers_other_text_is_the_last_word()
    {
        var id = await _fixture.PairAsync(PairMode.Review);
        Changed(await _fixture.SuggestAsync(id, Driver));
        var session = Changed(await _fixture.Desk.ModifySuggestionAsync(id, Partner, 1, 1, new SuggestedChange { Text = "let x = 1", Reason = "constant" }, Cancellation));
        (session.Suggestions[0].State, session.Suggestions[0].Current.Change!.Text).ShouldBe((SuggestionState.Modified, "let x = 1"));
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Partner, 1, null, null, Cancellation)).ShouldBe("suggestion.judged");
    }

    [Fact]
    public async Task Who_suggested_may_take_it_back_without_a_reason()
    {
        var id = await _fixture.PairAsync(PairMode.Review);
        Changed(await _fixture.SuggestAsync(id, Driver));
        Changed(await _fixture.Desk.RejectSuggestionAsync(id, Driver, 1, null, null, Cancellation)).Suggestions[0].State.ShouldBe(SuggestionState.Withdrawn);
    }

    [Fact]
    public async Task Nobody_is_reviewed_by_whom_they_registered()
    {
        var request = new CollaborationRequest { Kind = "pair", Objective = "x", Mode = PairMode.Review, Participants = [(Puppet.Subject, null)] };
        CodeOf(await _fixture.StartAsync(request)).ShouldBe("review.self");
        CodeOf(await _fixture.StartAsync(request with { Participants = [(Driver.Subject, null)] }, Puppet)).ShouldBe("review.self");
    }

    [Fact]
    public async Task Whom_somebody_registered_does_not_judge_for_them_in_any_mode()
    {
        var id = await _fixture.RequestAsync(PairMode.Collaborative, Puppet);
        Changed(await _fixture.Desk.AcceptAsync(id, Puppet, Cancellation));
        Changed(await _fixture.SuggestAsync(id, Driver));
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Puppet, 1, null, null, Cancellation)).ShouldBe("review.self");
    }

    [Fact]
    public async Task A_partner_that_left_judges_again_only_when_it_is_back()
    {
        var id = await _fixture.PairAsync(PairMode.Review);
        Changed(await _fixture.SuggestAsync(id, Driver));
        Changed(await _fixture.Desk.LeaveAsync(id, Partner, null, Cancellation));
        CodeOf(await _fixture.Desk.AcceptSuggestionAsync(id, Partner, 1, null, null, Cancellation)).ShouldBe("collaboration.join");
        Changed(await _fixture.Desk.JoinAsync(id, Partner, Cancellation));
        Changed(await _fixture.Desk.AcceptSuggestionAsync(id, Partner, 1, null, null, Cancellation));
    }

    [Theory]
    [InlineData("", 1, 1, "a", null)]
    [InlineData("a\u0007.cs", 1, 1, "a", null)]
    [InlineData("a.cs", null, null, null, null)]
    [InlineData("a.cs", null, null, "a", "-a")]
    [InlineData("a.cs", 0, 1, "a", null)]
    [InlineData("a.cs", 5, 3, "a", null)]
    [InlineData("a.cs", 5, null, "a", null)]
    [InlineData("a.cs", 1, 1, null, "-a")]
    public async Task A_suggestion_says_which_file_where_and_what(string file, int? from, int? to, string? text, string? diff)
    {
        var id = await _fixture.PairAsync(PairMode.Collaborative);
        CodeOf(await _fixture.Desk.SuggestAsync(id, Driver, file, new SuggestedChange { FromLine = from, ToLine = to, Text = text, Diff = diff }, Cancellation)).ShouldBe("suggestion.malformed");
    }

    [Fact]
    public async Task No_secret_of_a_known_form_is_recorded()
    {
        var id = await _fixture.PairAsync(PairMode.Collaborative);
        const string secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
        Changed(await _fixture.Desk.CommentAsync(id, Driver, $"use {secret}", null, Cancellation));
        Changed(await _fixture.SuggestAsync(id, Driver, $"token = \"{secret}\""));
        Changed(await _fixture.Desk.DecideAsync(id, Driver, secret, secret, Cancellation));
        Changed(await _fixture.Contexts.AttachAsync(id, Driver, new ContextRequest(secret, "text/plain", $"key {secret}", null), Cancellation));
        Changed(await _fixture.Desk.EndAsync(id, Driver, secret, Cancellation));
        await foreach (var record in _fixture.Log.ReadAllAsync(default, Cancellation))
        {
            System.Text.Encoding.UTF8.GetString(record.Payload.Span).ShouldNotContain("0123456789abcdef");
        }
    }
}
