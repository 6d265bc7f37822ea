using Pharos.Gate.Facts.Content;
using Pharos.Proposals.Secrets;
using Pharos.Proposals;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Looks at what is put into files: secrets in it, and what it does when something runs it. An edit that does what a command does gets that command's effects.</summary>
/// <param name="shell">The analysis of shell text.</param>
/// <param name="proposal">The proposal.</param>
/// <param name="files">The disk.</param>
/// <param name="placement">Where paths lie.</param>
internal sealed class ContentFacts(ShellAnalyzer shell, Proposal proposal, IFileView files, Placement placement)
{
    /// <summary>Longest text that is looked at. The edge bounds whole proposals far below.</summary>
    private const int LongestText = 4_000_000;

    private const int LongestScriptFile = 100_000;

    private ScriptReading? _reading;
    private readonly List<PlacedEffect> _effects = [];
    private readonly List<ShellCommand> _commands = [];
    private readonly List<Flow> _flows = [];
    private readonly List<Unknown> _unknowns = [];

    private ScriptReading Scripts => _reading ??= new ScriptReading(shell, proposal, files);

    /// <summary>Looks at what a file gets.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="text">What it gets.</param>
    public void Add(string path, ChangedText text)
    {
        if (text.Added.Sum(edit => (long)edit.New.Length) > LongestText)
        {
            _unknowns.Add(new Unknown(default, $"The text for {path} is longer than the {LongestText} characters that are looked at."));
            return;
        }

        foreach (var edit in text.Added)
        {
            AddSecrets(path, edit);
        }

        AddScripts(path, text);
    }

    /// <summary>Looks at a script that is run: the file as it is.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="language">What runs it; null when the file itself says so.</param>
    /// <param name="directory">Where it runs.</param>
    public void AddRun(string path, string? language, string directory)
    {
        if (files.ReadText(path, LongestScriptFile) is not { } text)
        {
            return;
        }

        var scripts = language is null || text.StartsWith("#!", StringComparison.Ordinal) ? RunnableText.Of(path, text)
            : [new RunnableScript(language, text, language == RunnableScript.Shell ? EffectOrigin.Script : EffectOrigin.Code)];
        Take(Scripts.Of(scripts, directory), scripts.Count > 0 && scripts[0].IsShell ? EffectOrigin.Run : EffectOrigin.Code);
    }

    /// <summary>The facts with what was found.</summary>
    public ProposalFacts AddTo(ProposalFacts facts)
    {
        if (_effects.Count == 0 && _commands.Count == 0 && _flows.Count == 0 && _unknowns.Count == 0)
        {
            return facts;
        }

        // Commands that were known before keep their numbers.
        var by = facts.Commands.Count;
        return facts with
        {
            Unknowns = [.. facts.Unknowns, .. _unknowns],
            Commands = [.. facts.Commands, .. _commands.Select(command => command with { Index = command.Index + by, Parent = command.Parent + by, PipedFrom = command.PipedFrom + by })],
            Effects = [.. facts.Effects, .. _effects.Select(placed => placed.Effect.Command < 0 ? placed : placed with { Effect = placed.Effect with { Command = placed.Effect.Command + by } })],
            Flows = [.. facts.Flows, .. _flows.Select(flow => flow.FromCommand < 0 ? flow : flow with { FromCommand = flow.FromCommand + by, ToCommand = flow.ToCommand + by })],
            Files = placement.Files,
        };
    }

    private void AddSecrets(string path, TextEdit edit)
    {
        foreach (var secret in SecretScanner.Find(edit.New))
        {
            // What stood there before is no worse for being moved.
            if (edit.Old.Contains(edit.New.AsSpan(secret.Start, secret.Length), StringComparison.Ordinal))
            {
                continue;
            }

            var certainty = secret.IsVerified ? Certainty.Certain : Certainty.Possible;
            _effects.Add(new PlacedEffect(new Effect(EffectKind.ExposeSecret, certainty, TargetKind.Content, $"{path}:{secret.Line}: {secret.Title} ({secret.Shown})", true, -1), placement.Of(path)));
        }
    }

    private void AddScripts(string path, ChangedText text)
    {
        var directory = DirectoryOf(path);
        var before = text.Whole is null ? files.ReadText(path, LongestScriptFile) : null;
        if (before is not null && text.ApplyTo(before) is { } after)
        {
            var now = RunnableText.Of(path, after);
            var earlier = RunnableText.Of(path, before);
            if (now.Count > 0)
            {
                Take(ScriptReading.Without(Scripts.Of(now, directory), Scripts.Of(earlier, directory)), now[0].Origin);
            }

            return;
        }

        foreach (var edit in text.Added)
        {
            var scripts = RunnableText.Of(path, edit.New);
            if (scripts.Count > 0)
            {
                Take(Scripts.Of(scripts, directory), scripts[0].Origin);
            }
        }
    }

    // Tools of a project run at the place of their file; a script in it is called from the project's root.
    private string DirectoryOf(string path) => placement.Of(path).IsInWorkspace && !path.EndsWith("/package.json", StringComparison.Ordinal) && !path.EndsWith("/Makefile", StringComparison.Ordinal)
        ? proposal.Workspace.Root
        : LexicalPath.ParentOf(path);

    private void Take(ShellAnalysis analysis, EffectOrigin origin)
    {
        var by = _commands.Count;
        _commands.AddRange(analysis.Commands.Select(command => command with { Index = command.Index + by, Parent = command.Parent + by, PipedFrom = command.PipedFrom + by }));
        _effects.AddRange(analysis.Effects.Select(effect => placement.Of(effect.Command < 0 ? effect : effect with { Command = effect.Command + by }) with { Origin = origin }));
        _flows.AddRange(analysis.Flows.Select(flow => flow.FromCommand < 0 ? flow : flow with { FromCommand = flow.FromCommand + by, ToCommand = flow.ToCommand + by }));
        if (analysis.Unknowns.Count > 0)
        {
            // The file is written all the same; what cannot be read of it is said, and asked about when something runs it.
            _effects.Add(new PlacedEffect(new Effect(EffectKind.Execute, Certainty.Unknown, TargetKind.Content, analysis.Unknowns[0].Why, false, -1), null) { Origin = origin });
        }
    }
}
