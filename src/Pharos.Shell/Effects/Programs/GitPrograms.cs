namespace Pharos.Shell.Effects.Programs;

/// <summary>Version control. Options that start other programs are what makes it dangerous.</summary>
internal static class GitPrograms
{
    public static void Reflog(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.Label == "git reflog" && arguments.Operands.Any(static word => word.Text is "expire" or "delete"))
        {
            reading.Done(SpecNotation.Effects("delete:.git"));
        }

        if (reading.Label is "git diff" or "git grep" or "git blame")
        {
            foreach (var word in arguments.Operands)
            {
                if (word.Text.StartsWith('/') || word.Text.StartsWith("..", StringComparison.Ordinal) && word.Text.Contains('/') || word.Text.StartsWith('.'))
                {
                    reading.Apply(Role.Guess, word);
                }
            }
        }
    }

    public static void Local(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.Label is "git rm" or "git apply")
        {
            foreach (var word in arguments.Operands)
            {
                reading.Path(reading.Label == "git rm" ? EffectKind.Delete : EffectKind.Read, word, reversible: true);
            }
        }
        else if (reading.Label == "git stash" && arguments.Operands.Any(static word => word.Text is "drop" or "clear"))
        {
            reading.Done(SpecNotation.Effects("delete:.git"));
        }
    }

    /// <summary><c>git bisect run</c> runs what follows at every step.</summary>
    public static void Bisect(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 1 && arguments.Operands[0].Text == "run")
        {
            var words = reading.Command.Arguments;
            for (var i = 0; i + 1 < words.Count; i++)
            {
                if (words[i].Text == "run")
                {
                    reading.Nested(SpecReader.Rest(words, i + 1), "git bisect run");
                    return;
                }
            }
        }
    }

    public static void Transfer(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.Label is "git pull" or "git submodule" or "git lfs")
        {
            // What arrives is merged or checked out, and hooks and filters of the repository run at that.
            reading.Execute(Certainty.Possible);
        }

        foreach (var word in arguments.Operands)
        {
            if (word.Text.Contains("::", StringComparison.Ordinal))
            {
                reading.Execute(Certainty.Certain, "git transport " + word.Text);
            }
            else if (ReadingBuilder.LooksLikeUrl(word.Text))
            {
                reading.Apply(Role.Fetch, word);
            }
        }

        if (reading.Label == "git clone")
        {
            reading.Apply(Role.Create, arguments.Operands.Count > 1 ? arguments.Operands[1] : ShellWord.Known(".", reading.Command.Span));
        }
        else if (reading.Label == "git submodule" && arguments.Operands.Count > 1 && arguments.Operands[0].Text == "foreach")
        {
            reading.Script(arguments.Operands[1], "git submodule foreach");
        }
    }

    public static void Push(ParsedArguments arguments, ReadingBuilder reading)
    {
        Transfer(arguments, reading);
        if (arguments.Operands.Skip(1).Any(static word => word.Text.StartsWith('+') || word.Text.StartsWith(':')))
        {
            reading.Done(SpecNotation.Effects("delete:remote/history"));
        }
    }

    public static void Config(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key == "-c" && value is { } setting)
            {
                var equals = setting.Text.IndexOf('=');
                Setting(equals < 0 ? setting.Text : setting.Text[..equals], equals < 0 ? null : ParsedArguments.Part(setting, equals + 1), reading);
            }
            else if (option.Key is "-C" or "--git-dir" && value is { } folder)
            {
                // Another folder's repository brings settings of its own, and some of them are commands.
                reading.Add(EffectKind.Execute, folder.IsKnown ? Certainty.Possible : Certainty.Unknown, TargetKind.Path, folder.IsKnown ? PathText.Normalise(reading.PathOf(folder.Text), ".git/config") : folder.Text);
            }
            else if (option.Key == "--exec-path" && value is not null)
            {
                reading.Execute(Certainty.Unknown, "git --exec-path");
            }
        }
    }

    public static void WriteConfig(ParsedArguments arguments, ReadingBuilder reading)
    {
        var operands = arguments.Operands.Where(static word => word.Text is not ("set" or "get" or "list" or "unset")).ToArray();
        var reads = reading.Command.Arguments.Any(static word => word.Text is "--get" or "--list" or "-l" or "--get-all" or "--get-regexp" or "get" or "list");
        if (reads || operands.Length < 2)
        {
            reading.Done(SpecNotation.Effects("read:.git/config"));
            return;
        }

        var global = reading.Command.Arguments.Any(static word => word.Text is "--global" or "--system");
        if (global && !Runs(operands[0].Text))
        {
            // A name or a colour in the user's settings starts nothing.
            reading.Add(EffectKind.Write, Certainty.Certain, TargetKind.Program, "git config --global", reversible: true);
            return;
        }

        reading.Add(EffectKind.Write, Certainty.Certain, TargetKind.Path, global ? PathText.Normalise(reading.Context.Home, ".gitconfig") : PathText.Normalise(reading.Directory, ".git/config"), true);
        if (Setting(operands[0].Text, operands[1], reading))
        {
            reading.Add(EffectKind.Persist, Certainty.Certain, TargetKind.Program, "git config " + operands[0].Text);
        }
    }

    /// <summary>Settings that hold a command line make git run it.</summary>
    private static bool Runs(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.StartsWith("alias.", StringComparison.Ordinal) || lower.StartsWith("filter.", StringComparison.Ordinal) || lower.EndsWith(".cmd", StringComparison.Ordinal) || lower.EndsWith(".path", StringComparison.Ordinal)
            || lower.EndsWith("command", StringComparison.Ordinal) || lower.EndsWith(".helper", StringComparison.Ordinal) || lower.EndsWith("pager", StringComparison.Ordinal) || lower.StartsWith("pager.", StringComparison.Ordinal)
            || lower.EndsWith(".textconv", StringComparison.Ordinal) || lower.EndsWith(".program", StringComparison.Ordinal) || lower.EndsWith("editor", StringComparison.Ordinal) || lower.Contains("difftool", StringComparison.Ordinal)
            || lower is "core.fsmonitor" or "core.hookspath" or "core.askpass" or "diff.external" or "core.gitproxy" or "core.attributesfile" or "init.templatedir" or "core.worktree" or "include.path"
            || lower.StartsWith("includeif.", StringComparison.Ordinal) || lower.StartsWith("url.", StringComparison.Ordinal) || lower.EndsWith("uploadpack", StringComparison.Ordinal) || lower.EndsWith("receivepack", StringComparison.Ordinal) || lower.StartsWith("protocol.", StringComparison.Ordinal);
    }

    private static bool Setting(string name, ShellWord? value, ReadingBuilder reading)
    {
        var lower = name.ToLowerInvariant();
        if (!Runs(name))
        {
            return false;
        }

        if (value is { } word && word.IsKnown && word.Text is "cat" or "less" or "true" or "false" or "")
        {
            return false;
        }

        var alias = lower.StartsWith("alias.", StringComparison.Ordinal);
        if (alias && value is { } target && target.IsKnown && !target.Text.StartsWith('!'))
        {
            return false;
        }

        reading.Execute(Certainty.Certain, "git config " + name);
        if (value is { } script)
        {
            reading.Script(alias && script.Text.StartsWith('!') ? ParsedArguments.Part(script, 1) : script, "git " + name);
        }

        return true;
    }

    public static void Rebase(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.Label == "git rebase" && arguments.Value("-x") is { } script)
        {
            reading.Script(script, "git rebase -x");
        }
    }

    public static void Checkout(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Any(static word => word.Text == ".") || reading.Label == "git restore" && !arguments.Has("--staged"))
        {
            reading.Done(SpecNotation.Effects("write:."));
        }
    }
}
