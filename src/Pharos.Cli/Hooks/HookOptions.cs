using System.CommandLine;
using Pharos.Agents;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks;

/// <summary>The words that every hook command takes.</summary>
internal sealed class HookOptions
{
    public Argument<string> Agent { get; } = new("AGENT") { Description = "The coding agent: claude-code" };

    public Option<string?> Project { get; } = new("--project") { Description = "The project (default: here); its .claude/settings.json is used", HelpName = "DIR" };

    public Option<bool> User { get; } = new("--user") { Description = "Use ~/.claude/settings.json, for every project" };

    public Option<string> Subject { get; } = new("--subject")
    {
        Description = "The name under which this agent's proposals are decided and recorded",
        HelpName = "S",
        DefaultValueFactory = _ => HookTarget.DefaultSubject,
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
        var subject = call.Value(Subject)!;
        if (call.Value(Agent) is not "claude-code")
        {
            return (null, subject, $"\"{call.Value(Agent)}\" is not an agent this version has hooks for; claude-code is.");
        }

        if (!TokenClaims.IsSubject(subject))
        {
            return (null, subject, $"\"{subject}\" is not a subject: 1 to {TokenClaims.MaximumSubjectCharacters} letters, digits and . _ - @ :");
        }

        var (target, misuse) = HookTarget.Find(call.Value(Project), call.Value(User));
        return (target, subject, misuse);
    }
}
