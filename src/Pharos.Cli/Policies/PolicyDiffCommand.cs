using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Policies;

/// <summary><c>policy diff</c>: what other policies would have decided.</summary>
internal sealed class PolicyDiffCommand : ICommandSpecification
{
    private readonly Option<string> _since = new("--since") { Description = "The earliest decisions: an age such as 24h or 7d, or a time such as 2026-11-21T00:00:00Z", HelpName = "AGE|TIME", Required = true };
    private readonly Option<string?> _until = new("--until") { Description = "Before when (default: now)", HelpName = "AGE|TIME" };
    private readonly Option<string?> _bundle = new("--bundle", "-b") { Description = "The candidate: a bundle, or a folder of policies (default: the policies that decide now)", HelpName = "FILE|DIR" };
    private readonly Option<string?> _name = new("--name") { Description = "The active bundle that the candidate would replace (default: main)", HelpName = "NAME" };
    private readonly Option<string?> _agent = new("--agent") { Description = "Only decisions for this agent", HelpName = "ID" };
    private readonly Option<int> _examples = new("--examples") { Description = "Most examples of each kind of change", HelpName = "N", DefaultValueFactory = _ => 10 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "diff",
            "Dry-run policies against recorded decisions: which would have been others. Exits with 1 when some would",
            "pharos policy diff --since 7d --bundle acme.tar.gz",
            "pharos policy diff --since 24h --bundle my-policies --agent claude-1 --json",
            "pharos policy diff --since 2026-11-21T00:00:00Z")
        {
            _since, _until, _bundle, _name, _agent, _examples,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => DiffAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> DiffAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var (archive, problem) = call.Value(_bundle) is { } path ? BundleUpload.Read(path) : (null, null);
        if (problem is not null)
        {
            return BundleInput.Report(call, [problem]);
        }

        var query = string.Join('&', new[]
        {
            ("since", call.Value(_since)), ("until", call.Value(_until)), ("name", call.Value(_name)), ("agent", call.Value(_agent)),
            ("examples", call.Value(_examples).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        }.Where(parameter => parameter.Item2 is not null).Select(parameter => $"{parameter.Item1}={Uri.EscapeDataString(parameter.Item2!)}"));
        var (report, code) = await PolicyDiffRun.RunAsync(call, connection, query, archive, cancellationToken);
        if (report is null)
        {
            return code;
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(report.ToJson());
        }
        else
        {
            PolicyDiffReport.Print(call, report);
        }

        return PolicyDiffReport.Count(report, "changed") > 0 ? ExitCode.Failed : ExitCode.Ok;
    }
}
