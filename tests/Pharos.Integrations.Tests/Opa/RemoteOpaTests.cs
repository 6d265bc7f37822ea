using Pharos.Gate.Policy;
using Pharos.Integrations.Opa;
using Pharos.Rego.Values;

namespace Pharos.Integrations.Tests.Opa;

public sealed class RemoteOpaTests : IAsyncLifetime
{
    private FakeOpa _opa = FakeOpa.Start();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _opa.Violations.ShouldBeEmpty();
        return _opa.DisposeAsync();
    }

    [Fact]
    public async Task The_document_is_asked_as_opa_documents_it()
    {
        using var remote = Remote();
        _opa.Result = """{"deny":[{"rule":"r","reason":"why"}]}""";
        var answer = (await AskAsync(remote, 1)).ShouldBeOfType<RemoteAnswer.Answered>();
        answer.Document!.ToJson().ShouldBe("""{"deny":[{"reason":"why","rule":"r"}]}""");
        remote.Failure.ShouldBeNull();
    }

    [Fact]
    public async Task An_undefined_document_is_an_answer()
    {
        using var remote = Remote();
        _opa.Result = null;
        (await AskAsync(remote, 1)).ShouldBeOfType<RemoteAnswer.Answered>().Document.ShouldBeNull();
    }

    [Theory]
    [InlineData(nameof(Fault.Hang), "did not answer within")]
    [InlineData(nameof(Fault.InternalError), "500")]
    [InlineData(nameof(Fault.Garbage), "cannot be read")]
    [InlineData(nameof(Fault.NoObject), "not an object")]
    [InlineData(nameof(Fault.WrongContent), "text/html")]
    [InlineData(nameof(Fault.Unauthorised), "refuses the token")]
    [InlineData(nameof(Fault.Cut), "cannot be reached")]
    public async Task Whatever_is_wrong_with_the_engine_is_said_and_never_thrown(string fault, string why)
    {
        _opa.Fault = Enum.Parse<Fault>(fault);
        using var remote = Remote();
        (await AskAsync(remote, 1)).ShouldBeOfType<RemoteAnswer.Away>().Why.ShouldContain(why);
        remote.Failure.ShouldNotBeNull().Problem.ShouldContain(why);
    }

    [Fact]
    public async Task A_question_that_failed_once_is_asked_again()
    {
        _opa.Fault = Fault.InternalError;
        _opa.FaultsLeft = 1;
        using var remote = Remote();
        (await AskAsync(remote, 1)).ShouldBeOfType<RemoteAnswer.Answered>();
        _opa.Questions.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_token_is_not_tried_again_at_once()
    {
        _opa.Fault = Fault.Unauthorised;
        using var remote = Remote();
        await AskAsync(remote, 1);
        _opa.Questions.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_input_is_answered_again_without_asking_and_another_is_asked()
    {
        using var remote = Remote();
        await AskAsync(remote, 1);
        (await AskAsync(remote, 1)).ShouldBeOfType<RemoteAnswer.Answered>();
        _opa.Questions.ShouldBe(1);
        await AskAsync(remote, 2);
        _opa.Questions.ShouldBe(2);
    }

    [Fact]
    public async Task An_input_that_may_not_be_cached_is_asked_every_time()
    {
        using var remote = Remote();
        await AskAsync(remote, 1, mayCache: false);
        await AskAsync(remote, 1, mayCache: false);
        _opa.Questions.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_is_forgotten_after_its_time()
    {
        using var remote = Remote(TimeSpan.Zero);
        await AskAsync(remote, 1);
        await AskAsync(remote, 1);
        _opa.Questions.ShouldBe(2);
    }

    [Fact]
    public async Task Another_revision_of_the_policies_forgets_what_the_earlier_one_answered()
    {
        using var remote = Remote();
        await AskAsync(remote, 1);
        _opa.Revision = "r2";
        await AskAsync(remote, 2);
        await AskAsync(remote, 1);
        _opa.Questions.ShouldBe(3);
    }

    [Fact]
    public async Task Most_questions_failing_leaves_the_engine_alone_for_a_while()
    {
        _opa.Fault = Fault.InternalError;
        using var remote = Remote();
        for (var i = 0; i < 20; i++)
        {
            (await AskAsync(remote, i)).ShouldBeOfType<RemoteAnswer.Away>();
        }

        _opa.Questions.ShouldBeLessThan(8);
    }

    [Fact]
    public async Task An_engine_that_dies_is_replaced_by_what_it_answered_before_and_is_taken_back_when_it_returns()
    {
        using var remote = Remote();
        await AskAsync(remote, 1);
        var port = _opa.Url.Port;
        await _opa.DisposeAsync();
        (await AskAsync(remote, 2)).ShouldBeOfType<RemoteAnswer.Away>();
        (await AskAsync(remote, 1)).ShouldBeOfType<RemoteAnswer.Kept>().Why.ShouldContain($":{port}");
        _opa = FakeOpa.Start(port);
        await remote.ProbeAsync(TestContext.Current.CancellationToken);
        remote.Failure.ShouldBeNull();
        (await AskAsync(remote, 2)).ShouldBeOfType<RemoteAnswer.Answered>();
    }

    [Fact]
    public async Task Answers_are_bounded_in_number()
    {
        using var remote = Remote(capacity: 4);
        for (var i = 0; i < 10; i++)
        {
            await AskAsync(remote, i);
        }

        await AskAsync(remote, 0);
        _opa.Questions.ShouldBe(11);
    }

    // Short only where an answer never comes: with a short limit, a machine that rests for a moment is asked twice.
    private RemoteOpa Remote(TimeSpan? cacheFor = null, int capacity = 100) => new(
        new RemoteOpaOptions { Url = _opa.Url, Token = FakeOpa.Token, Timeout = _opa.Fault == Fault.Hang ? TimeSpan.FromMilliseconds(700) : TimeSpan.FromMinutes(1), CacheFor = cacheFor ?? TimeSpan.FromMinutes(5), CacheCapacity = capacity },
        TimeProvider.System);

    private static async Task<RemoteAnswer> AskAsync(RemoteOpa remote, int question, bool mayCache = true) =>
        await remote.AskAsync(RegoObject.Of(("question", RegoNumber.Of(question))), mayCache, TestContext.Current.CancellationToken);
}
