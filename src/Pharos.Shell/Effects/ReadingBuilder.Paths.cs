namespace Pharos.Shell.Effects;

/// <summary>Paths: where they lie, what they are, and what that adds.</summary>
internal sealed partial class ReadingBuilder
{
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
