using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Gate.Degradation;
using Pharos.Gate.Facts;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Tests.Gate;

/// <summary>A gate with policies of a test's own, on another machine's disk unless told otherwise.</summary>
internal sealed class GateFixture
{
    public const string AllowGit =
        """
        package pharos.gate
        import rego.v1
        allow contains {"rule": "test.git", "reason": "git is fine", "covers": covers} if {
            covers := array.concat(
                [sprintf("command:%d", [i]) | some i, c in input.facts.commands; c.program == "git"],
                [sprintf("effect:%d", [i]) | some i, e in input.facts.effects; e.effect in {"list", "read"}; input.facts.commands[e.command].program == "git"],
            )
        }
        """;

    public GateFixture(string policy, RegoObject? data = null, ProtectedTargetsOptions? protectedTargets = null, Func<GateFixture, GateSafeguards>? safeguards = null, IEventLog? log = null, IReviewIntake? reviews = null)
    {
        var (library, outcome) = PolicyLibrary.Create(new PolicySources([new RegoModule("test.rego", policy)], data ?? RegoObject.Empty));
        Log = new InMemoryEventLog();
        Library = library ?? throw new InvalidOperationException(string.Join('\n', ((ActivateOutcome.Refused)outcome).Diagnostics));
        Gate = new DecisionGate(Library, new ProtectedTargets(protectedTargets ?? new ProtectedTargetsOptions { DataDirectory = "/var/lib/pharos", Port = 8765, ProcessId = 4242 }), new GateOptions(), Clock, safeguards: safeguards?.Invoke(this));
        var intake = new ProposalIntake(Clock, () => Workspaces, _ => new AgentHost("/home/dev", "dev"), new AgentHost("/root", "root"));
        Pipeline = new DecisionPipeline(Gate, log ?? Log, intake, Clock, new byte[32], null, reviews);
        Reports = new ExecutionReports(Log, Clock);
    }

    public ManualClock Clock { get; } = new();

    public PolicyLibrary Library { get; }

    public DecisionGate Gate { get; }

    public InMemoryEventLog Log { get; }

    public DecisionPipeline Pipeline { get; }

    public ExecutionReports Reports { get; }

    public WorkspaceDirectory Workspaces { get; set; } = new([new WorkspaceOptions("/workspace")], "/root");

    public static Caller Agent { get; } = new("claude-1", Role.Agent);

    public static ProposalRequest Bash(string command, Guid? operation = null) => new()
    {
        Kind = ProposalKind.Command,
        Tool = "Bash",
        Input = RegoObject.Of(("command", RegoString.Of(command))),
        Session = "s1",
        Workspace = "/workspace",
        Host = new AgentHost("/home/other", "other"),
        Operation = operation is { } id ? new OperationId(id) : null,
    };

    public Answer Decide(string command) => Decide(Bash(command));

    public Answer Decide(ProposalRequest request)
    {
        var intake = new ProposalIntake(Clock, () => Workspaces, _ => null, new AgentHost("/root", "root"));
        var (proposal, problem) = intake.Admit(request, Agent);
        proposal.ShouldNotBeNull(problem?.Message);
        return Gate.Evaluate(proposal, TestContext.Current.CancellationToken).Answer;
    }
}
