namespace Pharos.Shell.Effects;

/// <summary>Collects what one command does. Paths become absolute here, and what a path is adds what reading or writing it means.</summary>
internal sealed partial class ReadingBuilder(ShellCommand command, ShellContext context, string label)
{
    private List<Effect>? _effects;
    private List<Unknown>? _unknowns;
    private List<string>? _urls;
    private List<NestedScript>? _scripts;
    private List<NestedCommand>? _commands;
    private string? _fetched;

    public ShellCommand Command => command;

    public ShellContext Context => context;

    /// <summary>The program with its subcommand, as policies name it: <c>cargo test</c>.</summary>
    public string Label { get; set; } = label;

    /// <summary>The folder that relative paths of this command stand in.</summary>
    public string? Directory { get; set; } = command.WorkingDirectory;

    public bool IsRecursive { get; set; }

    /// <summary>What a search leaves of the folders it is told to change.</summary>
    public Selection Selection { get; set; }

    public bool RunsStandardInput { get; set; }

    public string? NewWorkingDirectory { get; set; }

    public bool LosesWorkingDirectory { get; set; }

    /// <summary>Set when code was given as an argument, so that standard input is only data.</summary>
    public bool HasCode { get; set; }

    /// <summary>An option makes the whole run one that only shows something: a rehearsal, a list, a test of the settings.</summary>
    public bool IsQuiet { get; private set; }

    /// <summary>How deep code stands inside code at the moment.</summary>
    public int CodeDepth { get; set; }

    /// <summary>Set while what is read stands on a branch of code, so that it may happen or not.</summary>
    public bool OnBranch { get; set; }

    public IReadOnlyList<Effect> Effects => _effects is null ? [] : _effects;

    /// <summary>The absolute path that a word of this command names.</summary>
    public string PathOf(string text) => PathText.Follow(Directory, text, context.Files);

    // A row says "~" where a shell would have put the home folder before the program saw it.
    private string AtHome(string path) => path is "~" ? context.Home : path.StartsWith("~/", StringComparison.Ordinal) ? context.Home + path[1..] : path;

    public CommandReading Build() => new()
    {
        Effects = _effects is null ? [] : _effects,
        Unknowns = _unknowns is null ? [] : _unknowns,
        Urls = _urls is null ? [] : _urls,
        Scripts = _scripts is null ? [] : _scripts,
        Commands = _commands is null ? [] : _commands,
        NewWorkingDirectory = NewWorkingDirectory,
        LosesWorkingDirectory = LosesWorkingDirectory,
        RunsStandardInput = RunsStandardInput,
        RunsFetched = _fetched,
    };

    public void Add(EffectKind kind, Certainty certainty, TargetKind targetKind, string target, bool reversible = false, bool recursive = false, string? pattern = null, Selection? selection = null)
    {
        _effects ??= [];
        certainty = OnBranch && certainty == Certainty.Certain ? Certainty.Possible : certainty;
        foreach (var earlier in _effects)
        {
            if (earlier.Kind == kind && earlier.Certainty == certainty && earlier.Target == target && earlier.IsRecursive == recursive && earlier.Pattern == pattern)
            {
                return;
            }
        }

        _effects.Add(new Effect(kind, certainty, targetKind, target, reversible, command.Index) { IsRecursive = recursive, Pattern = pattern, Selection = selection ?? Selection });
    }

    public void Execute(Certainty certainty, string? target = null) => Add(EffectKind.Execute, certainty, TargetKind.Program, target ?? Label);

    /// <summary>Says that the command itself runs what it fetched from an address.</summary>
    public void RunsFetched(string url) => _fetched = url;

    /// <summary>May run code that its settings or a person at a terminal give it; where every word is plain, by convention it does not.</summary>
    public void PossibleCode()
    {
        if (Conventions.ArePlain(command.Arguments) && command.Environment.Count == 0)
        {
            Conventional(EffectKind.Execute);
        }
        else
        {
            Execute(Certainty.Possible);
        }
    }

    /// <summary>Runs what the project holds, as its build and test tools do.</summary>
    public void ProjectCode()
    {
        (_effects ??= []).Add(new Effect(EffectKind.Execute, Certainty.Certain, TargetKind.Program, Label, false, command.Index) { IsProjectCode = true });
        if (Directory is { } project && project != command.WorkingDirectory)
        {
            // Whose project it is decides, and an option may have named another one.
            Add(EffectKind.List, Certainty.Certain, TargetKind.Path, project);
        }
    }

    /// <summary>What an undescribed program does as a whole, by convention: a look, or work on the files it is given.</summary>
    public void Conventional(EffectKind kind, string? target = null) =>
        (_effects ??= []).Add(new Effect(kind, Certainty.Possible, TargetKind.Program, target ?? Label, true, command.Index) { IsConventional = true });

    public void UnknownPart(SourceSpan at, string why) => (_unknowns ??= []).Add(new Unknown(at, why));

    public void Url(string url) => (_urls ??= []).Add(url);

    public void Script(ShellWord text, string why, IReadOnlyList<ShellWord>? arguments = null, bool elsewhere = false)
    {
        HasCode = true;
        (_scripts ??= []).Add(new NestedScript(text, arguments ?? [], why) { IsElsewhere = elsewhere });
    }

    public void Nested(IReadOnlyList<ShellWord> words, string wrapper, bool extra = false, string? directory = null, bool elsewhere = false,
        IReadOnlyList<KeyValuePair<string, ShellWord>>? environment = null, string? placeholder = null)
    {
        if (words.Count > 0)
        {
            (_commands ??= []).Add(new NestedCommand(words, wrapper, extra)
            {
                WorkingDirectory = directory, IsElsewhere = elsewhere, Environment = environment ?? [], Placeholder = placeholder,
            });
        }
    }

    /// <summary>Takes back the last nested command where a wrapper's own words stood before it.</summary>
    public void ReplaceNested(IReadOnlyList<ShellWord> words, string wrapper, IReadOnlyList<KeyValuePair<string, ShellWord>> environment)
    {
        if (_commands is { Count: > 0 })
        {
            _commands.RemoveAt(_commands.Count - 1);
        }

        Nested(words, wrapper, environment: environment);
    }

    /// <summary>Adds effects in the notation of a row; only what the row itself says of every run can be the project's own code.</summary>
    public void Done(IReadOnlyList<DoneEffect> effects, bool isEveryRun = false)
    {
        if (isEveryRun && IsQuiet)
        {
            return;
        }

        foreach (var effect in effects)
        {
            if (effect.Kind is not { } kind)
            {
                IsRecursive |= effect.Switch == "recursive";
                HasCode |= effect.Switch == "code";
                IsQuiet |= effect.Switch == "quiet";
                continue;
            }

            switch (kind)
            {
                case EffectKind.Delete when effect.Target == "=":
                    // What goes is no file: a database, a stack of servers.
                    Add(kind, effect.Certainty, TargetKind.Program, Label, effect.IsReversible);
                    break;
                case EffectKind.Read or EffectKind.List or EffectKind.Write or EffectKind.Delete or EffectKind.WriteDevice:
                    var path = effect.Target is not { } named ? Directory : PathOf(AtHome(named));
                    Add(kind, Directory is null ? Certainty.Unknown : effect.Certainty, TargetKind.Path, path ?? effect.Target ?? ".", effect.IsReversible);
                    break;
                case EffectKind.Execute when (isEveryRun || effect.IsReversible) && effect is { Certainty: Certainty.Certain, Target: null }:
                    ProjectCode();
                    break;
                case EffectKind.Execute when isEveryRun && effect is { Certainty: Certainty.Possible, Target: null } && !effects.Any(static other => other.Kind is EffectKind.Upload or EffectKind.Escalate or EffectKind.WriteDevice):
                    PossibleCode();
                    break;
                case EffectKind.ControlProcess:
                    Add(kind, effect.Certainty, TargetKind.Process, effect.Target ?? Label, effect.IsReversible);
                    break;
                case EffectKind.Install:
                    Add(kind, effect.Certainty, TargetKind.Package, effect.Target ?? Label, effect.IsReversible);
                    break;
                default:
                    Add(kind, effect.Certainty, TargetKind.Program, effect.Target ?? Label, effect.IsReversible);
                    break;
            }
        }
    }
}
