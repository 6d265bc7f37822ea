namespace Pharos.Shell.Effects;

/// <summary>Collects what one command does. Paths become absolute here, and what a path is adds what reading or writing it means.</summary>
internal sealed class ReadingBuilder(ShellCommand command, ShellContext context, string label)
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

    /// <summary>How deep code stands inside code at the moment.</summary>
    public int CodeDepth { get; set; }

    /// <summary>Set while what is read stands on a branch of code, so that it may happen or not.</summary>
    public bool OnBranch { get; set; }

    public IReadOnlyList<Effect> Effects => _effects is null ? [] : _effects;

    /// <summary>The absolute path that a word of this command names.</summary>
    public string PathOf(string text) => PathText.Follow(Directory, text, context.Files);

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
    public void ProjectCode() =>
        (_effects ??= []).Add(new Effect(EffectKind.Execute, Certainty.Certain, TargetKind.Program, Label, false, command.Index) { IsProjectCode = true });

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
        foreach (var effect in effects)
        {
            if (effect.Kind is not { } kind)
            {
                IsRecursive |= effect.Switch == "recursive";
                HasCode |= effect.Switch == "code";
                continue;
            }

            switch (kind)
            {
                case EffectKind.Delete when effect.Target == "=":
                    // What goes is no file: a database, a stack of servers.
                    Add(kind, effect.Certainty, TargetKind.Program, Label, effect.IsReversible);
                    break;
                case EffectKind.Read or EffectKind.List or EffectKind.Write or EffectKind.Delete or EffectKind.WriteDevice:
                    var path = effect.Target is null ? Directory : PathOf(effect.Target);
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

    public void Apply(Role role, ShellWord word, bool isOperand = true)
    {
        var text = word.Text;
        if (text.Contains("://", StringComparison.Ordinal))
        {
            Url(text);
        }

        switch (role)
        {
            case Role.None or Role.Command or Role.Assignment:
                break;
            case Role.Read:
                Path(EffectKind.Read, word);
                break;
            case Role.Write:
                Path(EffectKind.Write, word);
                break;
            case Role.Edit:
                Path(EffectKind.Read, word);
                Path(EffectKind.Write, word);
                break;
            case Role.Move:
                Path(EffectKind.Delete, word, reversible: true);
                Path(EffectKind.Read, word);
                break;
            case Role.Delete:
                Path(EffectKind.Delete, word);
                break;
            case Role.List:
                Path(EffectKind.List, word);
                break;
            case Role.Create:
                Path(EffectKind.Write, word, reversible: true);
                break;
            case Role.Convert:
                if (!LooksLikeUrl(text))
                {
                    Path(EffectKind.Read, word);
                    Path(EffectKind.Write, word, possible: true);
                }
                else
                {
                    Add(EffectKind.Download, Known(word), TargetKind.Url, text);
                }

                break;
            case Role.Script or Role.Library:
                HasCode = true;
                Execute(word);
                break;
            case Role.Program:
                Nested([word], Label, extra: true);
                break;
            case Role.Shell:
                Script(word, Label);
                break;
            case Role.Code:
                HasCode = true;
                CodeScanner.Scan(Label, word, this);
                break;
            case Role.Url:
                Add(EffectKind.Network, Known(word), LooksLikeUrl(text) ? TargetKind.Url : TargetKind.Host, text);
                break;
            case Role.Fetch:
                Add(EffectKind.Download, Known(word), TargetKind.Url, text);
                break;
            case Role.UrlOrPath:
                if (LooksLikeUrl(text))
                {
                    Add(EffectKind.Download, Known(word), TargetKind.Url, text);
                }
                else
                {
                    Path(EffectKind.Read, word);
                }

                break;
            case Role.Host:
                Add(EffectKind.Network, Known(word), TargetKind.Host, text);
                break;
            case Role.RemoteSource or Role.RemoteTarget:
                Remote(role == Role.RemoteSource, word);
                break;
            case Role.Package:
                Add(EffectKind.Install, Known(word), TargetKind.Package, text);
                break;
            case Role.Folder:
                Directory = word.IsKnown ? PathOf(text) : null;
                break;
            case Role.Process:
                Add(EffectKind.ControlProcess, Known(word), TargetKind.Process, text);
                break;
            case Role.Device:
                Add(EffectKind.WriteDevice, Known(word), TargetKind.Path, PathOf(text));
                break;
            case Role.Guess or Role.GuessWrite:
                if (LooksLikeUrl(text))
                {
                    Add(EffectKind.Network, Known(word), TargetKind.Url, text);
                }
                else if (LooksLikePath(text))
                {
                    Path(role == Role.Guess ? EffectKind.Read : EffectKind.Write, word);
                }

                break;
            case Role.Key:
                Add(EffectKind.Read, Known(word), TargetKind.Path, PathOf(text));
                break;
            default:
                throw new InvalidOperationException($"The role {role} has no meaning.");
        }
    }

    public void Path(EffectKind kind, ShellWord word, bool reversible = false, bool possible = false)
    {
        var text = word.Text;
        if (text is "-" or "" && word.IsKnown)
        {
            return;
        }

        if (text.StartsWith("file:", StringComparison.Ordinal))
        {
            word = FileOf(word);
            text = word.Text;
        }

        if (!word.IsKnown && !word.IsGlob && word.KnownPrefix.Length == 0 && text.StartsWith("<(", StringComparison.Ordinal) | text.StartsWith(">(", StringComparison.Ordinal))
        {
            // The shell puts a pipe there; what its commands do stands with them.
            return;
        }

        if (WindowsPath.Is(text))
        {
            WindowsPlace(kind, text, possible ? Certainty.Possible : Certainty.Certain);
            return;
        }

        if (!word.IsKnown && !word.IsGlob)
        {
            // What is certain is the beginning; a secret or system folder named there is said, the rest stays as written.
            Add(kind, Certainty.Unknown, TargetKind.Path, text, false, IsRecursive);
            if (word.KnownPrefix.Length > 1 && word.KnownPrefix[0] == '/')
            {
                Classes(kind, Certainty.Possible, PathText.Normalise("/", word.KnownPrefix));
            }

            return;
        }

        if (Directory is null && (text.Length == 0 || text[0] != '/'))
        {
            Add(kind, Certainty.Unknown, TargetKind.Path, text, false, IsRecursive);
            return;
        }

        var certainty = possible ? Certainty.Possible : Certainty.Certain;
        if (word.IsGlob)
        {
            var folder = PathOf(PathText.FolderOfPattern(text));
            Add(kind, certainty, TargetKind.Path, folder, reversible, IsRecursive, text, word.Selection ?? Selections.OfPattern(text));
            Classes(kind, Certainty.Possible, folder, isPattern: true);
            Classes(kind, Certainty.Possible, PathOf(text));
            return;
        }

        Absolute(kind, PathOf(text), certainty, reversible);
    }

    private void WindowsPlace(EffectKind kind, string path, Certainty certainty)
    {
        Add(kind, certainty, TargetKind.Path, path, false, IsRecursive);
        if (kind == EffectKind.Read)
        {
            if (WindowsPath.IsPrivate(path))
            {
                Add(EffectKind.ExposeSecret, certainty, TargetKind.Path, path);
            }
        }
        else if (kind != EffectKind.List)
        {
            if (WindowsPath.IsLasting(path) && kind == EffectKind.Write)
            {
                Add(EffectKind.Persist, certainty, TargetKind.Path, path);
            }

            if (WindowsPath.IsProtective(path))
            {
                Add(EffectKind.Weaken, certainty, TargetKind.Path, path);
            }
        }
    }

    public void Absolute(EffectKind kind, string path, Certainty certainty, bool reversible = false)
    {
        var classes = PathClasses.Of(path, context.Home);
        if ((classes & PathClass.Stream) != PathClass.None)
        {
            return;
        }

        Add(kind, certainty, TargetKind.Path, path, reversible, IsRecursive);
        Meaning(kind, certainty, path, classes, false);
    }

    /// <summary>Words after a program that is run: a script or binary at a path, or a name.</summary>
    public void Execute(ShellWord word)
    {
        if (!word.IsKnown)
        {
            Add(EffectKind.Execute, Certainty.Unknown, TargetKind.Program, word.Text);
        }
        else if (LooksLikeUrl(word.Text))
        {
            Add(EffectKind.Download, Certainty.Certain, TargetKind.Url, word.Text);
            Add(EffectKind.Execute, Certainty.Unknown, TargetKind.Url, word.Text);
        }
        else if (Directory is null && word.Text.Length > 0 && word.Text[0] != '/')
        {
            Add(EffectKind.Execute, Certainty.Unknown, TargetKind.Path, word.Text);
        }
        else
        {
            Add(EffectKind.Execute, Certainty.Certain, TargetKind.Path, PathOf(word.Text));
        }
    }

    public static Certainty Known(ShellWord word) => word.IsKnown ? Certainty.Certain : Certainty.Unknown;

    public static bool LooksLikeUrl(string text) => text.Contains("://", StringComparison.Ordinal) && !text.StartsWith("file:", StringComparison.Ordinal);

    public static bool LooksLikePath(string text)
    {
        if (text.Length == 0 || text[0] == '-')
        {
            return false;
        }

        if (text[0] is '/' or '.' or '~' || text.Contains('/', StringComparison.Ordinal))
        {
            return true;
        }

        var dot = text.LastIndexOf('.');
        return dot > 0 && dot >= text.Length - 6 && dot < text.Length - 1 && char.IsAsciiLetter(text[dot + 1]);
    }

    private void Remote(bool source, ShellWord word)
    {
        var text = word.Text;
        var colon = text.IndexOf(':');
        if (colon > 0 && text.IndexOf('/') is var slash && (slash < 0 || colon < slash))
        {
            Add(EffectKind.Network, Known(word), TargetKind.Host, text[..colon]);
            Add(source ? EffectKind.Download : EffectKind.Upload, Known(word), TargetKind.Host, text);
        }
        else if (LooksLikeUrl(text))
        {
            Add(source ? EffectKind.Download : EffectKind.Upload, Known(word), TargetKind.Url, text);
        }
        else
        {
            Path(source ? EffectKind.Read : EffectKind.Write, word);
        }
    }

    /// <summary>The path in a <c>file:</c> address: without its scheme, host slashes and query.</summary>
    private static ShellWord FileOf(ShellWord word)
    {
        var from = word.Text.StartsWith("file://", StringComparison.Ordinal) ? 7 : 5;
        var part = ParsedArguments.Part(word, from);
        var query = part.Text.IndexOf('?');
        return query < 0 ? part : new ShellWord(part.Text[..query], part.IsKnown, part.KnownPrefix.Length > query ? part.KnownPrefix[..query] : part.KnownPrefix, false, part.Span);
    }

    private void Classes(EffectKind kind, Certainty certainty, string path, bool isPattern = false) =>
        Meaning(kind, certainty, path, PathClasses.Of(path, context.Home), isPattern);

    private void Meaning(EffectKind kind, Certainty certainty, string path, PathClass classes, bool isPattern)
    {
        if (classes == PathClass.None)
        {
            return;
        }

        switch (kind)
        {
            case EffectKind.Read:
                if ((classes & PathClass.Secret) != PathClass.None)
                {
                    Add(EffectKind.ExposeSecret, certainty, TargetKind.Path, path);
                }
                else if ((classes & PathClass.HoldsSecrets) != PathClass.None && (IsRecursive || isPattern))
                {
                    Add(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Path, path);
                }

                break;
            case EffectKind.Write:
                Written(certainty, path, classes);
                break;
            case EffectKind.Delete:
                if ((classes & PathClass.Log) != PathClass.None)
                {
                    Add(EffectKind.Weaken, certainty, TargetKind.Path, path);
                }

                if ((classes & PathClass.Device) != PathClass.None)
                {
                    Add(EffectKind.WriteDevice, certainty, TargetKind.Path, path);
                }

                break;
        }
    }

    private void Written(Certainty certainty, string path, PathClass classes)
    {
        if ((classes & (PathClass.StartUp | PathClass.Hook | PathClass.Schedule | PathClass.Access)) != PathClass.None)
        {
            Add(EffectKind.Persist, certainty, TargetKind.Path, path);
        }

        if ((classes & PathClass.Privilege) != PathClass.None)
        {
            Add(EffectKind.Escalate, certainty, TargetKind.Path, path);
        }

        if ((classes & (PathClass.Log | PathClass.Kernel)) != PathClass.None)
        {
            Add(EffectKind.Weaken, certainty, TargetKind.Path, path);
        }

        if ((classes & PathClass.Device) != PathClass.None)
        {
            Add(EffectKind.WriteDevice, certainty, TargetKind.Path, path);
        }
    }
}
