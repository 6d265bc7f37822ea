using Pharos.Gate.Facts.Content;
using Pharos.Proposals.Secrets;
using Pharos.Gate.Facts.Tools;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Collects what one tool call does, argument by argument, by the same rules as commands and file tools.</summary>
internal sealed class ToolActs(Proposal proposal, ShellAnalyzer shell, IFileView files, Placement placement, ContentFacts content)
{
    private readonly List<PlacedEffect> _effects = [];
    private readonly List<Flow> _flows = [];
    private readonly List<Unknown> _unknowns = [];
    private readonly List<ShellCommand> _commands = [];
    private readonly List<string> _urls = [];

    public void Effect(EffectKind kind, TargetKind targetKind, string target, bool isReversible) =>
        Add(new Effect(kind, Certainty.Certain, targetKind, target, isReversible, -1), EffectOrigin.Act);

    /// <summary>A change to the local repository, which its own history can undo.</summary>
    public void ChangeRepository(string folder) =>
        Add(new Effect(EffectKind.Write, Certainty.Certain, TargetKind.Path, LexicalPath.Resolve(".git", PathOf(folder)), true, -1), EffectOrigin.Act);

    /// <summary>What a reviewed tool does with an argument.</summary>
    public void Act(ArgumentRole role, string text, string service)
    {
        switch (role)
        {
            case ArgumentRole.Read:
                AddAll(FileFacts.Reading(placement.Of(PathOf(text))));
                break;
            case ArgumentRole.List:
                Add(new Effect(EffectKind.List, Certainty.Certain, TargetKind.Path, PathOf(text), true, -1) { IsRecursive = true }, EffectOrigin.Act);
                break;
            case ArgumentRole.Write:
                var path = PathOf(text);
                AddAll(FileFacts.Writing(placement.Of(path)));
                content.Add(path, ChangedText.Of(proposal.Input));
                break;
            case ArgumentRole.Create:
                Add(new Effect(EffectKind.Write, Certainty.Certain, TargetKind.Path, PathOf(text), true, -1), EffectOrigin.Act);
                break;
            case ArgumentRole.Delete:
                Add(new Effect(EffectKind.Delete, Certainty.Certain, TargetKind.Path, PathOf(text), false, -1), EffectOrigin.Act);
                break;
            case ArgumentRole.Fetch:
                AddAll(WebFacts.Fetching(text, proposal, placement));
                _flows.AddRange(WebFacts.Secrets(text, text));
                _urls.Add(text);
                break;
            case ArgumentRole.Sent:
                _flows.AddRange(WebFacts.Secrets(text, service));
                break;
            case ArgumentRole.Shell:
                Run(shell.Analyze(text, Context()), EffectOrigin.Act);
                break;
            case ArgumentRole.Python:
                Run(shell.AnalyzeArguments(["python3", "-c", text], Context()), EffectOrigin.Act);
                break;
            case ArgumentRole.Sql:
                Run(shell.AnalyzeArguments(["psql", "-c", text], Context()), EffectOrigin.Act);
                break;
            case ArgumentRole.Page:
                _flows.AddRange(WebFacts.Secrets(text, service));
                Add(new Effect(EffectKind.Execute, Certainty.Unknown, TargetKind.Program, service, false, -1), EffectOrigin.Act);
                break;
        }
    }

    /// <summary>A tool that nobody reviewed: unknown, and worse where its arguments name what must not be touched.</summary>
    /// <param name="tool">Its full name.</param>
    /// <param name="isOpenWorld">True when its server says that it reaches outside.</param>
    public void Unknown(string tool, bool isOpenWorld)
    {
        Add(new Effect(EffectKind.Execute, Certainty.Unknown, TargetKind.Program, tool, false, -1), EffectOrigin.Act);
        var arguments = ArgumentTexts.Of(proposal.Input);
        if (arguments.Count > ArgumentTexts.Maximum)
        {
            _unknowns.Add(new Unknown(default, $"The call has more than the {ArgumentTexts.Maximum} texts that are looked at."));
        }

        var verb = ToolVerb.Of(tool);
        var changed = ChangedText.Of(proposal.Input);
        var leaves = isOpenWorld || arguments.Any(argument => ArgumentShape.IsUrl(argument.Value));
        foreach (var (name, text) in arguments)
        {
            Scan(name, text, verb, changed);
            foreach (var secret in SecretScanner.Find(text))
            {
                if (leaves)
                {
                    _flows.Add(new Flow(FlowKind.SecretToNetwork, $"{secret.Title} ({secret.Shown})", tool, -1, -1));
                }

                var certainty = secret.IsVerified ? Certainty.Certain : Certainty.Possible;
                Add(new Effect(EffectKind.ExposeSecret, certainty, TargetKind.Content, $"{name}: {secret.Title} ({secret.Shown})", false, -1), EffectOrigin.Argument);
            }
        }
    }

    public ProposalFacts Conclude() => content.AddTo(new ProposalFacts
    {
        IsParsed = true,
        Unknowns = _unknowns,
        Commands = _commands,
        Effects = _effects,
        Flows = _flows,
        Files = placement.Files,
        Urls = _urls,
    });

    private void Scan(string name, string text, ToolVerb verb, ChangedText changed)
    {
        if (ArgumentShape.IsShell(name, text))
        {
            Run(shell.Analyze(text, Context()), EffectOrigin.Argument);
        }
        else if (ArgumentShape.IsSql(name, text))
        {
            Run(shell.AnalyzeArguments(["psql", "-c", text], Context()), EffectOrigin.Argument);
        }
        else if (ArgumentShape.LanguageOf(name, proposal.Tool) is { } language)
        {
            Run(shell.AnalyzeArguments([language, language == "python3" ? "-c" : "-e", text], Context()), EffectOrigin.Argument);
        }
        else if (ArgumentShape.IsUrl(text))
        {
            _urls.Add(text);
            foreach (var effect in WebFacts.Fetching(text, proposal, placement))
            {
                Add(effect with { Certainty = Certainty.Possible }, EffectOrigin.Argument);
            }
        }
        else if (ArgumentShape.IsPath(name, text))
        {
            AddPath(PathOf(text), verb, changed);
        }
    }

    private void AddPath(string path, ToolVerb verb, ChangedText changed)
    {
        var file = placement.Of(path);
        Effect[] effects = verb.Kind switch
        {
            EffectKind.Write => FileFacts.Writing(file),
            EffectKind.Delete => [new Effect(EffectKind.Delete, Certainty.Certain, TargetKind.Path, path, false, -1) { IsRecursive = true }],
            EffectKind.List => [new Effect(EffectKind.List, Certainty.Certain, TargetKind.Path, path, true, -1)],
            _ => FileFacts.Reading(file),
        };
        foreach (var effect in effects)
        {
            Add(effect with { Certainty = Certainty.Possible }, EffectOrigin.Argument);
        }

        if (verb.Kind == EffectKind.Write && !changed.IsEmpty)
        {
            content.Add(path, changed);
        }
    }

    private void Run(ShellAnalysis analysis, EffectOrigin origin)
    {
        var by = _commands.Count;
        _commands.AddRange(analysis.Commands.Select(command => command with { Index = command.Index + by, Parent = command.Parent + by, PipedFrom = command.PipedFrom + by }));
        foreach (var effect in analysis.Effects)
        {
            Add(effect with { Command = effect.Command < 0 ? -1 : effect.Command + by }, origin);
        }

        _flows.AddRange(analysis.Flows.Select(flow => flow with { FromCommand = flow.FromCommand + by, ToCommand = flow.ToCommand + by }));
        _urls.AddRange(analysis.Urls);
        _unknowns.AddRange(analysis.Unknowns.Select(unknown => unknown with { At = default }));
    }

    private void AddAll(IEnumerable<Effect> effects)
    {
        foreach (var effect in effects)
        {
            Add(effect, EffectOrigin.Act);
        }
    }

    private void Add(Effect effect, EffectOrigin origin) => _effects.Add(placement.Of(effect) with { Origin = origin });

    private string PathOf(string text) => placement.Resolve(FileFacts.Expand(text, proposal.Host.Home), proposal.WorkingDirectory);

    private ShellContext Context() => new(proposal.WorkingDirectory, proposal.Host.Home, proposal.Host.User, files);
}
