using Pharos.Agents;
using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Gate.Pattern;
using Pharos.Policies;
using Pharos.Proposals;

namespace Pharos.Cli.Checks;

/// <summary>The gate inside this process, for questions that need no server and leave no record.</summary>
internal sealed class LocalGate
{
    // A batch may name many workspaces; beyond this the oldest ones are simply made anew.
    private const int MaximumIntakes = 1_000;

    private readonly Dictionary<string, ProposalIntake> _trusted = new(StringComparer.Ordinal);
    private readonly PolicyLibrary _library;
    private readonly WorkspaceDirectory _configured;
    private readonly TimeProvider _clock;
    private readonly Caller _caller = new("check", Role.Agent);

    /// <param name="library">The policies.</param>
    /// <param name="options">What else it needs to know.</param>
    /// <param name="clock">The clock.</param>
    public LocalGate(PolicyLibrary library, LocalGateOptions options, TimeProvider clock)
    {
        _library = library;
        _clock = clock;
        _configured = new WorkspaceDirectory(options.Workspaces, Account.Home);
        Gate = new DecisionGate(library, new ProtectedTargets(options.Protected), new GateOptions { Network = options.Network, Model = options.Model ?? PatternModel.Shipped }, clock);
    }

    /// <summary>This process's account.</summary>
    public static AgentHost Account { get; } = new(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.UserName);

    /// <summary>The gate, for its figures.</summary>
    public DecisionGate Gate { get; }

    /// <summary>Version of the policies.</summary>
    public string PolicyVersion => _library.Active.Version;

    /// <summary>Decides a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="trustWorkspace">Treat the workspace it names as configured with the balanced profile.</param>
    /// <param name="cancellationToken">Refuses to begin.</param>
    /// <returns>The verdict, or why there is none.</returns>
    public (GateVerdict? Verdict, Problem? Problem) Decide(ProposalRequest request, bool trustWorkspace, CancellationToken cancellationToken)
    {
        var (proposal, problem) = Admit(request, trustWorkspace);
        return proposal is null ? (null, problem) : (Gate.Evaluate(proposal, cancellationToken), null);
    }

    /// <summary>Makes the proposal without deciding it.</summary>
    public (Proposal? Proposal, Problem? Problem) Admit(ProposalRequest request, bool trustWorkspace)
    {
        var (proposal, problem) = IntakeFor(trustWorkspace ? request.Workspace : null).Admit(request, _caller);

        // Naming a host says that the proposal is about another machine, even one whose account happens to be called as this one's.
        return (proposal is not null && request.Host is not null ? proposal with { IsLocalDisk = false } : proposal, problem);
    }

    private ProposalIntake IntakeFor(string? workspace)
    {
        var key = workspace ?? "";
        if (!_trusted.TryGetValue(key, out var intake))
        {
            if (_trusted.Count >= MaximumIntakes)
            {
                _trusted.Clear();
            }

            var directory = workspace is not null && IsPossible(workspace) ? new WorkspaceDirectory([new WorkspaceOptions(workspace)], Account.Home) : _configured;
            _trusted[key] = intake = new ProposalIntake(_clock, () => directory, _ => null, Account);
        }

        return intake;
    }

    // Trust covers the profile, not the rule that neither the whole disk nor a home folder is a workspace.
    private static bool IsPossible(string workspace)
    {
        var root = LexicalPath.Normalise(workspace);
        return new WorkspaceDirectory([], Account.Home).Find(root, root, Account.Home) is not null;
    }
}
