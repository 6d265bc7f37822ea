using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Grants;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Tests.Grants;

/// <summary>A gate that leaves everything open but one program it denies and one it allows, with grants behind it.</summary>
internal sealed class GrantFixture : IDisposable
{
    public const string Root = "/workspace";

    private const string Policy =
        """
        package pharos.gate
        import rego.v1
        deny contains {"rule": "test.deny", "reason": "never"} if input.facts.commands[_].program == "forbidden"
        allow contains {"rule": "test.allow", "reason": "fine", "covers": "all"} if input.facts.commands[0].program == "fine"
        """;

    private readonly GrantKeys _keys = new(new byte[32]);

    private GrantFixture(InMemoryEventLog log, ManualClock clock, GrantBook book)
    {
        (Log, Clock, Book) = (log, clock, book);
        var (library, _) = PolicyLibrary.Create(new PolicySources([new RegoModule("test.rego", Policy)], RegoObject.Empty));
        Tier = new GrantTier(book, _keys);
        Gate = new DecisionGate(
            library!, new ProtectedTargets(new ProtectedTargetsOptions { DataDirectory = "/var/lib/pharos", Port = 8765, ProcessId = 4242 }), new GateOptions(), clock, grants: Tier);
    }

    public InMemoryEventLog Log { get; }

    public ManualClock Clock { get; }

    public GrantBook Book { get; }

    public GrantTier Tier { get; }

    public DecisionGate Gate { get; }

    public static async Task<GrantFixture> OpenAsync(TimeSpan delay = default)
    {
        var (log, clock) = (new InMemoryEventLog(), new ManualClock());
        return new GrantFixture(log, clock, await GrantBook.OpenAsync(log, (subject, issuer) => subject == "puppet" && issuer == "claude-1", delay, clock, TestContext.Current.CancellationToken));
    }

    public static Proposal Bash(string command) => new()
    {
        Id = new ProposalId(Guid.CreateVersion7()),
        Kind = ProposalKind.Command,
        Tool = "Bash",
        Input = RegoObject.Of(("command", RegoString.Of(command))),
        Agent = new AgentReference("claude-1", "s1", null, Role.Agent),
        Workspace = new Workspace(Root, WorkspaceMode.Enforce, WorkspaceProfile.Balanced, true),
        WorkingDirectory = Root,
        Host = new AgentHost("/home/dev", "dev"),
        IsLocalDisk = false,
    };

    public Answer Decide(Proposal proposal) => Gate.Evaluate(proposal, TestContext.Current.CancellationToken).Answer;

    /// <summary>Grants what a proposal asks, as a verdict on its review would.</summary>
    public async Task<Grant?> GrantAsync(Proposal proposal, GrantScope scope = GrantScope.Session, TimeSpan? lasting = null, string by = "ann")
    {
        var verdict = await Gate.EvaluateAsync(proposal, TestContext.Current.CancellationToken);
        verdict.Answer.Decision.ShouldBe(Decision.Review);
        var now = Clock.GetUtcNow();
        var subject = new GrantSubject
        {
            Review = Guid.CreateVersion7(),
            Proposal = proposal.Id.Value,
            Kind = "command",
            Tool = proposal.Tool,
            Summary = "what it is",
            Rule = verdict.Answer.Rule,
            Agent = proposal.Agent.Id,
            Session = proposal.Agent.Session,
            Workspace = proposal.Workspace.Root,
            Key = GrantTier.KeyOf(verdict, proposal, _keys).ShouldNotBeNull(),
        };
        var id = Guid.CreateVersion7(now);
        if (Book.Make(id, subject, new GrantRequest(scope, lasting is { } time ? now + time : null), new Actor(ActorKind.User, by), now) is not GrantStep.Append made)
        {
            return null;
        }

        (await Log.AppendAsync(new AppendBatch(made.Events, [made.Expected], null), TestContext.Current.CancellationToken)).ShouldBeOfType<AppendOutcome.Appended>();
        await Book.RefreshAsync(TestContext.Current.CancellationToken);
        return Book.Find(id);
    }

    public void Dispose() => Book.Dispose();
}
