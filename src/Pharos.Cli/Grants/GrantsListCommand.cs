using System.CommandLine;
using System.Globalization;
using System.Text;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Grants;

/// <summary><c>grants list</c>: who granted what to whom until when.</summary>
internal sealed class GrantsListCommand : ICommandSpecification
{
    private static readonly string[] Columns = ["id", "state", "scope", "what", "agent", "workspace", "by", "until"];

    private readonly Option<bool> _all = new("--all") { Description = "Show also what lapsed or was revoked" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("list", "List what is granted now, the newest first", "pharos grants list", "pharos grants list --all --json") { _all };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ListAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ListAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(HttpMethod.Get, call.Value(_all) ? "/api/grants?state=all" : "/api/grants", null, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (call.IsJson)
        {
            call.Output.WriteLine(reply.Body.ToJson());
            return ExitCode.Ok;
        }

        var table = new Table().AddColumns(Columns);
        foreach (var grant in reply.Body.ItemsOf("grants"))
        {
            table.AddRow([.. Columns.Select(name => new Text(Visible(grant.TextOf(name) ?? "")))]);
        }

        call.WriteTable(table);
        return ExitCode.Ok;
    }

    // What an agent wrote must not steer the terminal or hide a part of itself.
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                visible.Append(rune.ToString());
            }
        }

        return visible.ToString();
    }
}
