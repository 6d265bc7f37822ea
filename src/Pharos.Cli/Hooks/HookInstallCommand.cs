using System.CommandLine;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Proposals;

namespace Pharos.Cli.Hooks;

/// <summary><c>hook install</c>: token, registration, script, settings; in this order, so that settings never name what is not there.</summary>
internal sealed class HookInstallCommand(IReadOnlyList<IAgentHooks> agents) : ICommandSpecification
{
    private readonly HookOptions _options = new(agents);

    private readonly Option<bool> _noOnFailure = new("--no-on-failure")
    {
        Description = "claude-code only: leave onFailure:\"block\" out, for versions before 2.1.295",
    };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "install",
            "Write the agent's hooks into its settings. Needs a running server. What else stands in the settings is kept; running it again changes nothing.",
            "pharos hook install claude-code",
            "pharos hook install claude-code --project ~/app --subject claude-app",
            "pharos hook install claude-code --user",
            "pharos hook install codex");
        _options.AddTo(command);
        command.Options.Add(_noOnFailure);
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (target, subject, misuse) = _options.Read(call);
        if (target is null)
        {
            return call.Misuse(misuse!);
        }

        if (!HookShim.HasTool("curl"))
        {
            return call.Fail("hook.curl", "curl is not installed, and the hook needs it. Debian and Ubuntu: apt install curl");
        }

        var data = call.Data;
        var file = new SettingsFile(target.Settings);
        var agent = target.Agent;
        var hooks = agent.Events.Select(name => agent.EntryOf(name, HookShim.PathIn(data.Root), subject, blockOnFailure: !call.Value(_noOnFailure))).ToList();
        byte[] before;
        byte[] after;
        try
        {
            before = file.Read();
            after = new HookSettings(agent.Layout).Install(before, hooks);
        }
        catch (HookSettingsException problem)
        {
            return call.Fail("settings.malformed", $"{file.Path} was not changed: {problem.Message}");
        }

        using (var server = new HookServer(data))
        {
            if (await RegisterAsync(call, target, subject, server, cancellationToken) is { } problem)
            {
                return call.Fail(problem.Code, problem.Message);
            }
        }

        HookShim.Write(data.Root);
        var isChanged = !ReferenceEquals(before, after);
        var backup = isChanged ? file.Replace(after, call.Clock) : null;
        Report(call, target, subject, file.Path, isChanged, backup);
        return ExitCode.Ok;
    }

    private static async Task<Problem?> RegisterAsync(CommandCall call, HookTarget target, string subject, HookServer server, CancellationToken cancellationToken)
    {
        if (await HookToken.EnsureAsync(call.Data, subject, server, call.Clock, cancellationToken) is { } tokenProblem)
        {
            return tokenProblem;
        }

        var (_, hostProblem) = await server.SendAsync(
            HttpMethod.Put, $"/api/agents/{Uri.EscapeDataString(subject)}", json => WriteHost(json, target.Home), cancellationToken);
        if (hostProblem is not null || target.Project is null)
        {
            return hostProblem;
        }

        var (_, workspaceProblem) = await server.SendAsync(
            HttpMethod.Put, "/api/workspaces/registrations", json => WriteWorkspace(json, target.Project), cancellationToken);
        return workspaceProblem;
    }

    private static void WriteHost(Utf8JsonWriter json, string home)
    {
        json.WriteStartObject();
        json.WriteString("home", home);
        json.WriteString("user", Environment.UserName);
        json.WriteEndObject();
    }

    private static void WriteWorkspace(Utf8JsonWriter json, string root)
    {
        json.WriteStartObject();
        json.WriteString("root", root);
        json.WriteString("profile", "balanced");
        json.WriteEndObject();
    }

    private static void Report(CommandCall call, HookTarget target, string subject, string settings, bool isChanged, string? backup)
    {
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("agent", target.Agent.Name);
                json.WriteString("subject", subject);
                json.WriteString("settings", settings);
                json.WriteBoolean("changed", isChanged);
                json.WriteString("backup", backup);
                json.WriteString("workspace", target.Project);
                json.WriteString("shim", HookShim.PathIn(call.Data.Root));
                json.WriteEndObject();
            });
            return;
        }

        call.Output.WriteLine(isChanged ? $"Hooks written to {settings}" : $"Hooks are already in {settings}");
        if (backup is not null)
        {
            call.Output.WriteLine($"What stood there before: {backup}");
        }

        call.Output.WriteLine(target.Project is null
            ? $"Projects that are not registered are judged strictly; register one with: pharos hook install {target.Agent.Name} --project DIR"
            : $"Workspace {target.Project}, agent {subject}.");
        call.Output.WriteLine(target.Agent.NextStep);
    }
}
