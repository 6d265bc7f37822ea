using Pharos.Gate.Definitions;
using Pharos.Gate.Facts.Texts;
using Pharos.Review.Definitions;

namespace Pharos.Server.Definitions;

/// <summary>The wire shape of what is known of a tool's definition; texts are masked and cut.</summary>
internal sealed record DefinitionContract(
    Guid Id,
    string Agent,
    string Workspace,
    string Server,
    string Tool,
    string State,
    string Hash,
    DateTimeOffset SeenAt,
    string? Rule,
    Guid Proposal,
    Guid? Review,
    string? Pinned,
    string? PinnedBy,
    IReadOnlyList<DefinitionMemberContract> Members,
    IReadOnlyList<DefinitionChangeContract> Changes)
{
    /// <summary>An entry at a time; null where all that was said of it was erased or forgotten.</summary>
    public static DefinitionContract? Of(DefinitionEntry entry, DateTimeOffset now, TimeSpan undo)
    {
        if (entry.Latest is not { } latest)
        {
            return null;
        }

        var sight = entry.SightAt(now, undo);
        var before = sight.State == DefinitionState.Pinned ? entry.Pinned : sight.Pinned;
        return new DefinitionContract(
            entry.Id,
            latest.Agent,
            latest.Workspace,
            latest.Server,
            latest.Tool,
            StateName(sight.State),
            latest.Text.Hash,
            entry.SeenAt,
            latest.Rule,
            latest.Proposal,
            sight.State == DefinitionState.Waiting ? latest.Review : null,
            sight.Pinned?.Hash,
            sight.PinnedBy,
            [.. latest.Text.Members.Select(member => new DefinitionMemberContract(member.Name, member.Shown))],
            before is null ? [] : [.. DefinitionChange.Between(before, latest.Text).Select(change => new DefinitionChangeContract(change.Member, change.Before, change.After))]);
    }

    /// <summary>A state's name on the wire.</summary>
    public static string StateName(DefinitionState state) => state switch
    {
        DefinitionState.Pinned => "pinned",
        DefinitionState.Waiting => "waiting",
        DefinitionState.Refused => "refused",
        _ => "rejected",
    };
}

/// <summary>One member of a definition.</summary>
internal sealed record DefinitionMemberContract(string Name, string Value);

/// <summary>How a member differs from what was approved before.</summary>
internal sealed record DefinitionChangeContract(string Member, string? Before, string? After);

/// <summary>Definitions, by server and tool.</summary>
internal sealed record DefinitionListContract(IReadOnlyList<DefinitionContract> Definitions);

/// <summary>A person's word about a definition; with a hash only about the definition that was seen.</summary>
internal sealed record DefinitionWordContract(string? Hash = null, string? Reason = null);

/// <summary>That a tool's definition is known no more.</summary>
internal sealed record DefinitionForgottenContract(Guid Id);
