using System.CommandLine;
using Pharos.Agents;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks;

/// <summary>The words that every hook command takes.</summary>
internal sealed class HookOptions(IReadOnlyList<IAgentHooks> agents)
{
    public Argument<string> Agent { get; } = new("AGENT") { Description = $"The coding agent: {string.Join(", ", agents.Select(agent => agent.Name))}" };

    public Option<string?> Project { get; } = new("--project") { Description = "The project (default: here); the agent's settings in it are used", HelpName = "DIR" };

    public Option<bool> User { get; } = new("--user") { Description = "Use the agent's settings in your home folder, for every project" };

    public Option<string?> Subject { get; } = new("--subject")
    {
        Description = "The name under which this agent's proposals are decided and recorded (default: the agent's)",
        HelpName = "S",
    };

    /// <summary>Adds the words to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(Agent);
        command.Options.Add(Project);
        command.Options.Add(User);
        command.Options.Add(Subject);
    }

    /// <summary>Reads and checks the words.</summary>
    public (HookTarget? Target, string Subject, string? Misuse) Read(CommandCall call)
    {
        var name = call.Value(Agent);
        var subject = call.Value(Subject) ?? name ?? "";
        if (agents.FirstOrDefault(known => known.Name == name) is not { } agent)
        {
            return (null, subject, $"\"{name}\" is not an agent this version has hooks for; these are: {string.Join(", ", agents.Select(known => known.Name))}.");
        }

        if (!TokenClaims.IsSubject(subject))
        {
            return (null, subject, $"\"{subject}\" is not a subject: 1 to {TokenClaims.MaximumSubjectCharacters} letters, digits and . _ - @ :");
        }

        var (target, misuse) = HookTarget.Find(agent, call.Value(Project), call.Value(User));
        return (target, subject, misuse);
    }
}
