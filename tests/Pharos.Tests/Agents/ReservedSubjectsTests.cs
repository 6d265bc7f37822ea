using System.Text.RegularExpressions;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Consensus;
using Pharos.Tests.House;

namespace Pharos.Tests.Agents;

public sealed partial class ReservedSubjectsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_name_under_which_the_code_acts_is_reserved()
    {
        var names = SourceTree.Files.SelectMany(file => Acting().Matches(File.ReadAllText(file.Path))).Select(match => match.Groups["name"].Value).Append(PanelDesk.Asker).Distinct().ToList();
        names.Count.ShouldBeGreaterThan(10);
        names.Where(name => !ReservedSubjects.Contains(name)).ShouldBeEmpty("name them in ReservedSubjects");
    }

    [Theory]
    [InlineData("consensus")]
    [InlineData("Consensus")]
    [InlineData("bundle:main")]
    [InlineData("me")]
    public async Task Nobody_gets_a_token_under_a_name_of_the_house(string subject)
    {
        using var ledger = await OpenAsync(new InMemoryEventLog());
        var refused = (await ledger.IssueAsync(subject, Role.Admin, TimeSpan.FromDays(1), new Actor(ActorKind.User, "root"), Cancellation)).ShouldBeOfType<TokenOutcome.Refused>();
        (refused.Code, ledger.All.Count).ShouldBe(("token.reserved", 0));
    }

    [Fact]
    public async Task Tokens_of_older_versions_under_such_names_are_found_while_they_live()
    {
        await using var log = new InMemoryEventLog();
        var clock = new ManualClock();
        var now = clock.GetUtcNow();
        foreach (var (subject, days) in new[] { ("consensus", 1), ("tasks", -1), ("ann", 1) })
        {
            var entry = new IssuedToken(new TokenClaims(Guid.CreateVersion7(now), subject, Role.Agent, now.AddDays(-2), now.AddDays(days)), "root");
            await log.AppendAsync(AppendBatch.Of(TokenEvents.Issued(entry, new Actor(ActorKind.User, "root"), now, clock) with { Stream = TokenLedger.Stream }), Cancellation);
        }

        using var ledger = await OpenAsync(log, clock);
        ledger.Misnamed.ShouldHaveSingleItem().Claims.Subject.ShouldBe("consensus");
    }

    private static Task<TokenLedger> OpenAsync(InMemoryEventLog log, ManualClock? clock = null) => TokenLedger.OpenAsync(log, new TokenSigner(new byte[TokenSigner.KeyBytes]), clock ?? new ManualClock(), Cancellation);

    [GeneratedRegex("""ActorKind\.System, \$?"(?<name>[^"{]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Acting();
}
