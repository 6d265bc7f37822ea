using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Hooks;

/// <summary><c>hook uninstall</c>: takes exactly our hooks out of the settings. Token and registration stay; other projects may use them.</summary>
internal sealed class HookUninstallCommand(IReadOnlyList<IAgentHooks> agents) : ICommandSpecification
{
    private readonly HookOptions _options = new(agents);

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("uninstall", "Take our hooks out of the agent's settings; nothing else is changed.", "pharos hook uninstall claude-code");
        _options.AddTo(command);
        command.SetAction(parse => Run(new CommandCall(parse, common)));
        return command;
    }

    private int Run(CommandCall call)
    {
        var (target, _, misuse) = _options.Read(call);
        if (target is null)
        {
            return call.Misuse(misuse!);
        }

        var file = new SettingsFile(target.Settings);
        byte[] before;
        byte[] after;
        try
        {
            before = file.Read();
            after = new HookSettings(target.Agent.Layout).Uninstall(before);
        }
        catch (HookSettingsException problem)
        {
            return call.Fail("settings.malformed", $"{file.Path} was not changed: {problem.Message}");
        }

        var isChanged = !ReferenceEquals(before, after);
        var backup = isChanged ? file.Replace(after, call.Clock) : null;
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("settings", file.Path);
                json.WriteBoolean("changed", isChanged);
                json.WriteString("backup", backup);
                json.WriteEndObject();
            });
        }
        else
        {
            call.Output.WriteLine(isChanged ? $"Hooks removed from {file.Path}; what stood there before: {backup}" : $"There are no hooks of ours in {file.Path}.");
        }

        return ExitCode.Ok;
    }
}
