using System.Text;
using Pharos.Events;
using Pharos.Review.Collaborations;
using static Pharos.Tests.Review.Collaborations.CollaborationFixture;

namespace Pharos.Tests.Review.Collaborations;

public sealed class SharedContextsTests : IAsyncLifetime
{
    private readonly CollaborationFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_text_is_known_by_its_hash_and_lies_with_the_logs_large_parts()
    {
        var id = await _fixture.GroupAsync();
        var context = Changed(await AttachAsync(id, "CREATE TABLE t(x)")).Contexts.ShouldHaveSingleItem();
        context.Hash.ShouldBe(Digest.Of("CREATE TABLE t(x)"u8).ToString());
        (context.Size, context.MediaType, context.Name, context.By).ShouldBe((17, "text/x-sql", "schema.sql", "driver"));
        Digest.TryParse(context.Hash, out var digest).ShouldBeTrue();
        (await _fixture.Store.Blobs.ReferencesAsync(digest, Cancellation)).ShouldBe(1);
        var found = (await ReadAsync(id, context.Hash)).ShouldBeOfType<ContextReading.Found>();
        Encoding.UTF8.GetString(found.Content.Span).ShouldBe("CREATE TABLE t(x)");
    }

    [Fact]
    public async Task An_expired_reference_says_what_it_was()
    {
        var id = await _fixture.GroupAsync();
        var hash = Changed(await AttachAsync(id, "old", TimeSpan.FromMinutes(5))).Contexts[0].Hash;
        _fixture.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        (await ReadAsync(id, hash)).ShouldBeOfType<ContextReading.Found>();
        _fixture.Clock.Advance(TimeSpan.FromTicks(1));
        (await ReadAsync(id, hash)).ShouldBeOfType<ContextReading.Expired>().Context.Name.ShouldBe("schema.sql");
    }

    [Fact]
    public async Task What_is_attached_again_is_shared_as_long_as_the_later_reference()
    {
        var id = await _fixture.GroupAsync();
        Changed(await AttachAsync(id, "same", TimeSpan.FromMinutes(5)));
        var hash = Changed(await AttachAsync(id, "same", TimeSpan.FromMinutes(30))).Contexts[0].Hash;
        _fixture.Clock.Advance(TimeSpan.FromMinutes(6));
        (await ReadAsync(id, hash)).ShouldBeOfType<ContextReading.Found>();
    }

    [Fact]
    public async Task A_text_of_another_session_is_not_handed_out()
    {
        var hash = Changed(await AttachAsync(await _fixture.GroupAsync(), "theirs")).Contexts[0].Hash;
        (await ReadAsync(await _fixture.GroupAsync(), hash)).ShouldBeOfType<ContextReading.Unknown>();
        (await ReadAsync(await _fixture.GroupAsync(), "not a hash")).ShouldBeOfType<ContextReading.Unknown>();
    }

    [Fact]
    public async Task A_secret_is_masked_before_the_text_is_hashed()
    {
        var id = await _fixture.GroupAsync();
        var hash = Changed(await AttachAsync(id, "password=hunter2hunter2")).Contexts[0].Hash;
        var found = (await ReadAsync(id, hash)).ShouldBeOfType<ContextReading.Found>();
        Encoding.UTF8.GetString(found.Content.Span).ShouldBe("password=[masked]");
        Digest.Of(found.Content.Span).ToString().ShouldBe(hash);
    }

    [Fact]
    public async Task Who_may_not_write_here_fills_no_store_either()
    {
        var id = await _fixture.GroupAsync();
        CodeOf(await _fixture.Contexts.AttachAsync(id, Puppet, new ContextRequest("a", "text/plain", "stranger", null), Cancellation)).ShouldBe("collaboration.unknown");
        (await _fixture.Store.Blobs.GetAsync(Digest.Of("stranger"u8), Cancellation)).ShouldBeNull();
    }

    [Theory]
    [InlineData("a", "text/plain", "", "context.size")]
    [InlineData("a", "Text/Plain", "x", "context.media-type")]
    [InlineData("a", "text/html; charset=x\r\nX: y", "x", "context.media-type")]
    [InlineData("", "text/plain", "x", "context.name")]
    [InlineData("a\u001b[2J", "text/plain", "x", "context.name")]
    public async Task What_is_attached_has_a_name_a_kind_and_a_text(string name, string mediaType, string content, string code) =>
        CodeOf(await _fixture.Contexts.AttachAsync(await _fixture.GroupAsync(), Driver, new ContextRequest(name, mediaType, content, null), Cancellation)).ShouldBe(code);

    [Fact]
    public async Task A_text_that_is_too_large_or_shared_too_long_is_refused()
    {
        var id = await _fixture.GroupAsync();
        CodeOf(await AttachAsync(id, new string('x', CollaborationLimits.ContextBytes + 1))).ShouldBe("context.size");
        CodeOf(await AttachAsync(id, "x", CollaborationLimits.ContextLifetime + TimeSpan.FromSeconds(1))).ShouldBe("context.expiry");
        CodeOf(await AttachAsync(id, "x", TimeSpan.Zero)).ShouldBe("context.expiry");
    }

    private ValueTask<CollaborationOutcome> AttachAsync(CollaborationId id, string content, TimeSpan? lifetime = null) =>
        _fixture.Contexts.AttachAsync(id, Driver, new ContextRequest("schema.sql", "text/x-sql", content, lifetime), Cancellation);

    private async Task<ContextReading> ReadAsync(CollaborationId id, string hash) => await _fixture.Contexts.ReadAsync(await _fixture.FindAsync(id), hash, Cancellation);
}
