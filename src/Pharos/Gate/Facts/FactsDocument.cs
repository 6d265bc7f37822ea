using Pharos.Agents;
using Pharos.Gate.Facts.Texts;
using Pharos.Gate.Facts.Tools;
using Pharos.Gate.Facts.Web;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;

namespace Pharos.Gate.Facts;

/// <summary>Makes the document that policies see as <c>input</c>. Its shape is a contract (docs/guide/policies.md); changing it raises <c>schema</c>.</summary>
internal static class FactsDocument
{
    private static readonly RegoNumber Schema = RegoNumber.Of(1);

    private static readonly RegoShape InputShape = new("schema", "proposal", "agent", "workspace", "host", "facts");

    private static readonly RegoShape ProposalShape = new("kind", "tool", "input");

    private static readonly RegoShape AgentShape = new("id", "session", "subagent", "role");

    private static readonly RegoShape WorkspaceShape = new("root", "cwd", "mode", "profile", "configured");

    private static readonly RegoShape HostShape = new("home", "user");

    private static readonly RegoShape FactsShape = new("parsed", "unknown", "commands", "effects", "flows", "files", "urls", "addresses", "tool", "signs", "definition");

    private static readonly RegoShape UnknownShape = new("at", "why");

    private static readonly RegoShape FlowShape = new("flow", "from", "to", "fromCommand", "toCommand");

    private static readonly RegoShape AddressShape = new("target", "scheme", "host", "class", "signs");

    private static readonly RegoShape ToolShape = new("server", "name", "known", "hints", "definition");

    private static readonly RegoShape SignShape = new("sign", "at", "shown", "certain");

    private static readonly RegoShape DefinitionShape = new("hash", "status", "pinned", "pinnedBy", "changes");

    private static readonly RegoShape ChangeShape = new("member", "before", "after");

    private static readonly RegoShape HintsShape = new("readOnly", "destructive", "openWorld", "idempotent");

    private static readonly RegoShape CommandShape = new("span", "program", "args", "env", "wrappers", "redirects", "parent");

    private static readonly RegoShape RedirectShape = new("op", "target");

    private static readonly RegoShape EffectShape = new(
        "effect", "certainty", "targetKind", "target", "inWorkspace", "classes", "reversible", "projectCode", "conventional", "pattern", "exists", "selects", "recursive", "origin", "addressClass", "command");

    private static readonly RegoShape FileShape = new("path", "resolved", "inWorkspace", "classes", "exists");

    public static RegoObject Input(Proposal proposal, ProposalFacts facts) => InputShape.Of(
        Schema,
        ProposalShape.Of(Text(ProposalKinds.NameOf(proposal.Kind)), Text(proposal.Tool), proposal.Input),
        AgentShape.Of(Text(proposal.Agent.Id), TextOrNull(proposal.Agent.Session), TextOrNull(proposal.Agent.Subagent), Text(RoleNames.Of(proposal.Agent.Role))),
        WorkspaceShape.Of(
            Text(proposal.Workspace.Root),
            Text(proposal.WorkingDirectory),
            Text(WorkspaceNames.Of(proposal.Workspace.Mode)),
            Text(WorkspaceNames.Of(proposal.Workspace.Profile)),
            RegoBoolean.Of(proposal.Workspace.IsConfigured)),
        HostShape.Of(Text(proposal.Host.Home), Text(proposal.Host.User)),
        Facts(facts));

    private static RegoObject Facts(ProposalFacts facts) => FactsShape.Of(
        RegoBoolean.Of(facts.IsParsed),
        RegoArray.Of(facts.Unknowns, static unknown => UnknownShape.Of(Span(unknown.At), Text(unknown.Why))),
        RegoArray.Of(facts.Commands, Command),
        RegoArray.Of(facts.Effects, Effect),
        RegoArray.Of(facts.Flows, static flow => FlowShape.Of(
            Kebab.Of(flow.Kind), Text(flow.From), Text(flow.To), RegoNumber.Of(flow.FromCommand), RegoNumber.Of(flow.ToCommand))),
        RegoArray.Of(facts.Files, File),
        RegoArray.Of(facts.Urls, Text),
        RegoArray.Of(facts.Addresses, Address),
        facts.Tool is { } tool ? Tool(tool) : RegoNull.Instance,
        RegoArray.Of(facts.Signs, static sign => SignShape.Of(Text(sign.Sign), Text(sign.At), Text(sign.Shown), RegoBoolean.Of(sign.IsCertain))),
        facts.Definition is { } definition ? Definition(definition) : RegoNull.Instance);

    private static RegoObject Definition(SeenDefinition definition) => DefinitionShape.Of(
        Text(definition.Hash),
        Text(definition.Status),
        TextOrNull(definition.PinnedHash),
        TextOrNull(definition.PinnedBy),
        RegoArray.Of(definition.Changes, static change => ChangeShape.Of(Text(change.Member), TextOrNull(change.Before), TextOrNull(change.After))));

    private static RegoObject Address(WebAddress address) =>
        AddressShape.Of(Text(address.Target), Text(address.Scheme), Text(address.Host), Kebab.Of(address.Class), RegoArray.Of(address.Signs, Text));

    private static RegoObject Tool(CalledTool tool) => ToolShape.Of(
        Text(tool.Server),
        Text(tool.Name),
        RegoBoolean.Of(tool.IsKnown),
        HintsShape.Of(Hint(tool.IsReadOnly), Hint(tool.IsDestructive), Hint(tool.IsOpenWorld), Hint(tool.IsIdempotent)),
        tool.Definition is { } state ? Kebab.Of(state) : RegoNull.Instance);

    private static RegoValue Hint(bool? hint) => hint is { } value ? RegoBoolean.Of(value) : RegoNull.Instance;

    private static RegoObject Command(ShellCommand command) => CommandShape.Of(
        Span(command.Span),
        Text(command.Program.Text),
        RegoArray.Of(command.Arguments, static argument => Text(argument.Text)),
        Environment(command),
        RegoArray.Of(command.Wrappers, Text),
        RegoArray.Of(command.Redirects, static redirect => RedirectShape.Of(Text(redirect.Operator), Text(redirect.Target.Text))),
        command.Parent is { } parent ? RegoNumber.Of(parent) : RegoNull.Instance);

    private static RegoObject Environment(ShellCommand command)
    {
        if (command.Environment.Count == 0)
        {
            return RegoObject.Empty;
        }

        var builder = new RegoObject.Builder(command.Environment.Count);
        foreach (var (name, value) in command.Environment)
        {
            builder.Set(name, Text(value.Text));
        }

        return builder.Build();
    }

    private static RegoObject Effect(PlacedEffect placed)
    {
        var effect = placed.Effect;
        return EffectShape.Of(
            Kebab.Of(effect.Kind),
            Kebab.Of(effect.Certainty),
            Kebab.Of(effect.TargetKind),
            Text(effect.Target),
            RegoBoolean.Of(placed.IsInWorkspace),
            placed.File is null ? RegoArray.Empty : Classes(placed.File),
            RegoBoolean.Of(effect.IsReversible),
            RegoBoolean.Of(effect.IsProjectCode),
            RegoBoolean.Of(effect.IsConventional),
            TextOrNull(effect.Pattern),
            Exists(placed.File),
            Kebab.Of(effect.Selection),
            RegoBoolean.Of(effect.IsRecursive),
            Kebab.Of(placed.Origin),
            placed.Address is { } address ? Kebab.Of(address) : RegoNull.Instance,
            effect.Command < 0 ? RegoNull.Instance : RegoNumber.Of(effect.Command));
    }

    private static RegoObject File(PlacedFile file) =>
        FileShape.Of(Text(file.Path), TextOrNull(file.Resolved), RegoBoolean.Of(file.IsInWorkspace), Classes(file), Exists(file));

    /// <summary>Null where nobody could look.</summary>
    private static RegoValue Exists(PlacedFile? file) => file?.Kind switch
    {
        null or Shell.Effects.FileKind.Unknown => RegoNull.Instance,
        Shell.Effects.FileKind.Absent => RegoBoolean.False,
        _ => RegoBoolean.True,
    };

    private static RegoArray Classes(PlacedFile file) => RegoArray.Of(Shell.Effects.PathClasses.NamesOf(file.Classes), Text);

    private static RegoArray Span(SourceSpan span) => RegoArray.Of(RegoNumber.Of(span.Start), RegoNumber.Of(span.End));

    private static RegoString Text(string text) => RegoString.Of(text);

    private static RegoValue TextOrNull(string? text) => text is null ? RegoNull.Instance : RegoString.Of(text);
}
