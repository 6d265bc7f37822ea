using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Policies;

/// <summary><c>policy activate</c>: lets a bundle decide.</summary>
internal sealed class PolicyActivateCommand : ICommandSpecification
{
    private readonly Argument<string> _bundle = new("BUNDLE") { Description = "A bundle, or a folder laid out as one" };
    private readonly Option<string> _name = new("--name") { Description = "The name it goes by; it replaces the active bundle of that name", HelpName = "NAME", DefaultValueFactory = _ => "main" };
    private readonly Option<string?> _afterDiff = new("--after-diff") { Description = "Dry-run it first against the decisions since then, and refuse it when it would allow what was not allowed", HelpName = "AGE|TIME" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Activate it even when it would allow more" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "activate",
            "Examine a bundle (it compiles, its tests pass, it answers the gate) and let it decide; what decided stays when anything is wrong",
            "pharos policy activate acme.tar.gz",
            "pharos policy activate acme.tar.gz --after-diff 7d",
            "pharos policy activate team.tar.gz --name team --json")
        {
            _bundle, _name, _afterDiff, _yes,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ActivateAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ActivateAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var (archive, problem) = BundleUpload.Read(call.Value(_bundle)!);
        if (archive is null)
        {
            return BundleInput.Report(call, [problem!]);
        }

        var name = Uri.EscapeDataString(call.Value(_name)!);
        if (call.Value(_afterDiff) is { } since && await DiffAsync(call, connection, $"since={Uri.EscapeDataString(since)}&name={name}", archive, cancellationToken) is { } refused)
        {
            return refused;
        }

        using var response = await connection.UploadAsync($"/api/policies/bundles/{name}", archive, cancellationToken);
        var reply = await ServerConnection.ReadReplyAsync(response, cancellationToken);
        if (!reply.IsOk)
        {
            return PolicyRefusal.Report(call, reply);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        if (reply.Text("isNew") == "true")
        {
            call.Output.WriteLine($"Version {reply.Text("version")} decides now. Back to the one before ({reply.Text("previous")}): pharos policy rollback");
        }
        else
        {
            call.Output.WriteLine($"Nothing changed: version {reply.Text("version")} decides already.");
        }

        return ExitCode.Ok;
    }

    // Null lets the activation go on.
    private async Task<int?> DiffAsync(CommandCall call, ServerConnection connection, string query, byte[] archive, CancellationToken cancellationToken)
    {
        var (report, code) = await PolicyDiffRun.RunAsync(call, connection, query, archive, cancellationToken);
        if (report is null)
        {
            return code;
        }

        if (!call.IsJson)
        {
            PolicyDiffReport.Print(call, report);
        }

        var loosened = PolicyDiffReport.Count(report, "loosened");
        return loosened == 0 || call.Value(_yes)
            ? null
            : call.Fail("policy.looser", $"It was not activated: {loosened} recorded decision(s) that were denied or sent to a person would be allowed. Look at them with \"pharos policy diff\", and say --yes if this is meant.");
    }
}
