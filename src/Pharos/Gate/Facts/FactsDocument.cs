using Pharos.Agents;
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

    public static RegoObject Input(Proposal proposal, ProposalFacts facts) => RegoObject.Of(
        ("schema", Schema),
        ("proposal", RegoObject.Of(
            ("kind", Text(ProposalKinds.NameOf(proposal.Kind))),
            ("tool", Text(proposal.Tool)),
            ("input", proposal.Input))),
        ("agent", RegoObject.Of(
            ("id", Text(proposal.Agent.Id)),
            ("session", TextOrNull(proposal.Agent.Session)),
            ("subagent", TextOrNull(proposal.Agent.Subagent)),
            ("role", Text(RoleNames.Of(proposal.Agent.Role))))),
        ("workspace", RegoObject.Of(
            ("root", Text(proposal.Workspace.Root)),
            ("cwd", Text(proposal.WorkingDirectory)),
            ("mode", Text(WorkspaceNames.Of(proposal.Workspace.Mode))),
            ("profile", Text(WorkspaceNames.Of(proposal.Workspace.Profile))),
            ("configured", RegoBoolean.Of(proposal.Workspace.IsConfigured)))),
        ("host", RegoObject.Of(("home", Text(proposal.Host.Home)), ("user", Text(proposal.Host.User)))),
        ("facts", Facts(facts)));

    private static RegoObject Facts(ProposalFacts facts) => RegoObject.Of(
        ("parsed", RegoBoolean.Of(facts.IsParsed)),
        ("unknown", List(facts.Unknowns, unknown => RegoObject.Of(("at", Span(unknown.At)), ("why", Text(unknown.Why))))),
        ("commands", List(facts.Commands, Command)),
        ("effects", List(facts.Effects, Effect)),
        ("flows", List(facts.Flows, flow => RegoObject.Of(
            ("flow", Kebab.Of(flow.Kind)),
            ("from", Text(flow.From)),
            ("to", Text(flow.To)),
            ("fromCommand", RegoNumber.Of(flow.FromCommand)),
            ("toCommand", RegoNumber.Of(flow.ToCommand))))),
        ("files", List(facts.Files, File)),
        ("urls", List(facts.Urls, Text)),
        ("addresses", List(facts.Addresses, Address)),
        ("tool", facts.Tool is { } tool ? Tool(tool) : RegoNull.Instance));

    private static RegoObject Address(WebAddress address) => RegoObject.Of(
        ("target", Text(address.Target)),
        ("scheme", Text(address.Scheme)),
        ("host", Text(address.Host)),
        ("class", Kebab.Of(address.Class)),
        ("signs", List(address.Signs, Text)));

    private static RegoObject Tool(CalledTool tool) => RegoObject.Of(
        ("server", Text(tool.Server)),
        ("name", Text(tool.Name)),
        ("known", RegoBoolean.Of(tool.IsKnown)),
        ("hints", RegoObject.Of(
            ("readOnly", Hint(tool.IsReadOnly)),
            ("destructive", Hint(tool.IsDestructive)),
            ("openWorld", Hint(tool.IsOpenWorld)),
            ("idempotent", Hint(tool.IsIdempotent)))));

    private static RegoValue Hint(bool? hint) => hint is { } value ? RegoBoolean.Of(value) : RegoNull.Instance;

    private static RegoObject Command(ShellCommand command) => RegoObject.Of(
        ("span", Span(command.Span)),
        ("program", Text(command.Program.Text)),
        ("args", List(command.Arguments, argument => Text(argument.Text))),
        ("env", Environment(command)),
        ("wrappers", List(command.Wrappers, Text)),
        ("redirects", List(command.Redirects, redirect => RegoObject.Of(("op", Text(redirect.Operator)), ("target", Text(redirect.Target.Text))))),
        ("parent", command.Parent is { } parent ? RegoNumber.Of(parent) : RegoNull.Instance));

    private static RegoObject Environment(ShellCommand command)
    {
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
        return RegoObject.Of(
            ("effect", Kebab.Of(effect.Kind)),
            ("certainty", Kebab.Of(effect.Certainty)),
            ("targetKind", Kebab.Of(effect.TargetKind)),
            ("target", Text(effect.Target)),
            ("inWorkspace", RegoBoolean.Of(placed.IsInWorkspace)),
            ("classes", placed.File is null ? RegoArray.Empty : Classes(placed.File)),
            ("reversible", RegoBoolean.Of(effect.IsReversible)),
            ("projectCode", RegoBoolean.Of(effect.IsProjectCode)),
            ("conventional", RegoBoolean.Of(effect.IsConventional)),
            ("pattern", TextOrNull(effect.Pattern)),
            ("exists", Exists(placed.File)),
            ("selects", Kebab.Of(effect.Selection)),
            ("recursive", RegoBoolean.Of(effect.IsRecursive)),
            ("origin", Kebab.Of(placed.Origin)),
            ("addressClass", placed.Address is { } address ? Kebab.Of(address) : RegoNull.Instance),
            ("command", effect.Command < 0 ? RegoNull.Instance : RegoNumber.Of(effect.Command)));
    }

    private static RegoObject File(PlacedFile file) => RegoObject.Of(
        ("path", Text(file.Path)),
        ("resolved", TextOrNull(file.Resolved)),
        ("inWorkspace", RegoBoolean.Of(file.IsInWorkspace)),
        ("classes", Classes(file)),
        ("exists", Exists(file)));

    /// <summary>Null where nobody could look.</summary>
    private static RegoValue Exists(PlacedFile? file) => file?.Kind switch
    {
        null or Shell.Effects.FileKind.Unknown => RegoNull.Instance,
        Shell.Effects.FileKind.Absent => RegoBoolean.False,
        _ => RegoBoolean.True,
    };

    private static RegoArray Classes(PlacedFile file) => List(Shell.Effects.PathClasses.NamesOf(file.Classes), Text);

    private static RegoArray Span(SourceSpan span) => RegoArray.Of(RegoNumber.Of(span.Start), RegoNumber.Of(span.End));

    private static RegoArray List<T>(IReadOnlyList<T> items, Func<T, RegoValue> convert)
    {
        if (items.Count == 0)
        {
            return RegoArray.Empty;
        }

        var values = new RegoValue[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = convert(items[i]);
        }

        return RegoArray.Of(values);
    }

    private static RegoString Text(string text) => RegoString.Of(text);

    private static RegoValue TextOrNull(string? text) => text is null ? RegoNull.Instance : RegoString.Of(text);
}
