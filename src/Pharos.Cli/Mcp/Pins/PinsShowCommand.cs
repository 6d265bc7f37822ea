using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Mcp.Pins;

/// <summary><c>mcp pins show</c>: what a server says of a tool, and how it differs from what was approved.</summary>
internal sealed class PinsShowCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Argument<string> _tool = new("TOOL") { Description = "Its id or the end of it, or the tool's name" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("show", "Show what a server says of a tool and how that changed", "pharos mcp pins show 5f0c9a1b", "pharos mcp pins show mcp__tickets__search") { _tool };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ShowAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ShowAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var (entry, problem) = await PinEntry.FindAsync(connection, call.Value(_tool)!, cancellationToken);
        if (entry is null)
        {
            return call.Fail(problem!.Code, problem.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(entry.ToJson());
            return ExitCode.Ok;
        }

        foreach (var name in (string[])["id", "server", "tool", "agent", "workspace", "state", "rule", "pinnedBy", "seenAt", "review", "hash"])
        {
            if (entry.TextOf(name) is { Length: > 0 } value)
            {
                call.Output.WriteLine($"{name,-10} {VisibleText.Of(value)}");
            }
        }

        var changes = entry.ItemsOf("changes").ToList();
        foreach (var change in changes)
        {
            Write(call, change);
        }

        foreach (var member in changes.Count == 0 ? entry.ItemsOf("members") : [])
        {
            call.Output.WriteLine($"\n{VisibleText.Of(member.TextOf("name") ?? "")}:\n{Indented(member.TextOf("value") ?? "", "  ")}");
        }

        return ExitCode.Ok;
    }

    private static void Write(CommandCall call, RegoObject change)
    {
        call.Output.WriteLine($"\n{VisibleText.Of(change.TextOf("member") ?? "")}:");
        if (change.TextOf("before") is { } before)
        {
            call.Output.WriteLine(Indented(before, "- "));
        }

        if (change.TextOf("after") is { } after)
        {
            call.Output.WriteLine(Indented(after, "+ "));
        }
    }

    private static string Indented(string text, string mark) => mark + VisibleText.Of(text, keepLines: true).Replace("\n", "\n" + mark, StringComparison.Ordinal);
}
