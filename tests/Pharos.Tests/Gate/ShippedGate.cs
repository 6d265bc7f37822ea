using Pharos.Agents;
using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Tests.Gate;

/// <summary>The gate with the shipped policies, as a developer meets it: balanced profile, the workspace /workspace on another machine's disk unless told otherwise.</summary>
internal static class ShippedGate
{
    private static readonly DecisionGate Gate = Load();

    public static Answer Decide(string tool, RegoObject input, RegoObject? annotations = null) => Gate.Evaluate(ProposalOf(tool, input, annotations), TestContext.Current.CancellationToken).Answer;

    public static Answer Decide(Proposal proposal) => Gate.Evaluate(proposal, TestContext.Current.CancellationToken).Answer;

    public static ProposalFacts Examine(string tool, RegoObject input, IFileView? files = null, RegoObject? annotations = null) =>
        new FactsTier(ShellLimits.Default).Examine(ProposalOf(tool, input, annotations) with { IsLocalDisk = files is not null }, files ?? UnknownDisk.Instance);

    public static RegoObject Input(params ReadOnlySpan<(string Name, string Value)> members)
    {
        var builder = new RegoObject.Builder(members.Length);
        foreach (var (name, value) in members)
        {
            builder.Set(name, RegoString.Of(value));
        }

        return builder.Build();
    }

    public static Proposal ProposalOf(string tool, RegoObject input, RegoObject? annotations = null) => new()
    {
        Id = default,
        Kind = ProposalKinds.OfTool(tool),
        Tool = tool,
        Input = input,
        Annotations = annotations ?? RegoObject.Empty,
        Agent = new AgentReference("claude-1", "s1", null, Role.Agent),
        Workspace = new Workspace("/workspace", WorkspaceMode.Enforce, WorkspaceProfile.Balanced, true),
        WorkingDirectory = "/workspace",
        Host = new AgentHost("/home/dev", "dev"),
        IsLocalDisk = false,
    };

    private static DecisionGate Load() => Make(TimeProvider.System);

    /// <summary>A gate of its own.</summary>
    public static DecisionGate Make(TimeProvider clock, Pharos.Gate.Definitions.IDefinitionBook? definitions = null)
    {
        var (library, outcome) = PolicyLibrary.Create(PolicyFolder.Load(Path.Combine(RepositoryRoot.Path, "policies")));
        return new DecisionGate(
            library ?? throw new InvalidOperationException(string.Join('\n', ((ActivateOutcome.Refused)outcome).Diagnostics)),
            new ProtectedTargets(new ProtectedTargetsOptions { DataDirectory = "/var/lib/pharos" }),
            new GateOptions(),
            clock,
            definitions: definitions);
    }
}
