namespace Pharos.Shell.Effects.Programs;

/// <summary>Version control. Options that start other programs are what makes it dangerous.</summary>
internal static class GitPrograms
{
    private const string Ordinary = OptionTables.Letters + OptionTables.Git;

    private const string Diff = Ordinary + "--output=write --ext-diff!exec? --textconv -O=read -U=none -S=none -G=none -L=none -n=none --format=none --pretty?none --since=none --until=none --author=none --grep=none --diff-filter=none --no-index";

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("git", "", "-C=folder -c=none --config-env=none!exec?? --exec-path?none --git-dir=list!exec?? --work-tree=list --namespace=none -p|--paginate!exec? -P|--no-pager --no-replace-objects --bare --literal-pathspecs --no-optional-locks --version --help -h --html-path --man-path -v")
        {
            After = Config,
            Subcommands =
            [
                new("status log show diff shortlog blame annotate describe rev-parse rev-list ls-files ls-tree cat-file grep reflog whatchanged name-rev merge-base diff-tree diff-index diff-files show-ref for-each-ref count-objects "
                    + "fsck verify-commit verify-tag check-ignore check-attr var cherry range-diff show-branch diff-pairs interpret-trailers stripspace get-tar-commit-id check-ref-format show-index verify-pack merge-tree check-mailmap fmt-merge-msg version help symbolic-ref hash-object patch-id column", "none*", Diff + " --open-files-in-pager?shell -O?shell", "read:.") { After = Reflog },
                new("add stage rm mv update-index write-tree commit-tree read-tree apply mktag mktree notes tag branch stash sparse-checkout rerere checkout-index commit-graph multi-pack-index index-pack pack-objects unpack-objects gc prune pack-refs repack maintenance init", "none*", Ordinary + "-d -D!delete --delete --template=none!exec? -u=none -m=none -F=read --edit-description!exec?", "write:.git~") { After = Local },
                new("commit merge rebase cherry-pick revert am", "none*", Ordinary + "-m|--message=none -F|--file=read -x=none --template=read --trailer=none --show-current-patch --reschedule-failed-exec --reuse-message=none --reedit-message=none -t=read --author=none --date=none -C=none -c=none --exec=shell -s=none -X=none", "write:.git~ exec?") { After = static (arguments, reading) => { if (reading.Label == "git rebase" && arguments.Value("-x") is { } script) { reading.Script(script, "git rebase -x"); } } },
                new("checkout switch restore", "none*", Ordinary + "-b=none -B=none -c=none -C=none -s|--source=none -f|--force!delete -p|--patch", "write:.~ exec?") { After = static (arguments, reading) => { if (arguments.Operands.Any(static word => word.Text == ".") || reading.Label == "git restore" && !arguments.Has("--staged")) { reading.Done(SpecNotation.Effects("write:.")); } } },
                new("reset", "none*", Ordinary + "--hard!delete:.,write:. --merge --keep --soft --mixed -q -p -N", "write:.git~"),
                new("clean", "none*", Ordinary + "-n|--dry-run -f|--force!delete:. -d -x -X -q -e=none -i"),
                new("fetch clone ls-remote remote pull submodule lfs", "none*", Ordinary + "--upload-pack=shell -u=none --receive-pack=shell --config=none!exec?? -c=none!exec?? --template=list!exec? -b=none -o=none --depth=none --branch=none -j=none --exec=shell --reference=list", "download:remote write:.git~") { After = Transfer },
                new("push", "none*", Ordinary + "-f|--force!delete:remote/history --force-with-lease?none!delete:remote/history --mirror!delete:remote/history -d|--delete!delete:remote/history --receive-pack=shell --exec=shell -o=none", "remote upload exec?") { After = Push },
                new("filter-branch filter-repo replace update-ref", "none*", Ordinary + "--parent-filter=shell --callback=none!exec?? --path --path-rename --replace-text=read --path-glob --subdirectory-filter --to-subdirectory-filter --invert-paths --strip-blobs-bigger-than --tag-name-filter=shell --index-filter=shell --tree-filter=shell --env-filter=shell --msg-filter=shell --commit-filter=shell --parent-filter=shell -d=none", "write:.git delete:.git"),
                new("config", "none*", Ordinary + "-f|--file=edit -e|--edit!exec? --blob=none --includes --fixed-value --expiry-date --color --get-color --get-colorbool --get-urlmatch --comment=none --remove-section --rename-section") { After = WriteConfig },
                new("bisect", "none*", Ordinary + "--no-checkout", "write:.~ exec?") { After = Bisect },
                new("worktree", "none*", Ordinary + "--reason=none --checkout", "write:.~ exec?"),
                new("archive bundle format-patch bugreport fast-export", "none*", Ordinary + "-o|--output=write --add-file=read --add-virtual-file=none --in-reply-to=none --to=none --attach --inline --thread --start-number=none --signature=none --output-directory=write --exec=shell --remote=url", "read:. write?~"),
                new("difftool mergetool instaweb citool gui daemon svn send-email credential fast-import request-pull web--browse p4 upload-pack receive-pack", "none*", Ordinary + "-x|--extcmd=shell -t|--tool=none --dir-diff --prompt --base-path=list --enable=none!listen --export-all --reuseaddr --line=none --nocommit", "exec? net?"),
            ],
        },
        new("gh glab hub tea", "none*", "-o=write") { Traits = Traits.Harmless, After = CloudPrograms.Verbs },
        new("hg svn jj bzr fossil cvs darcs dolt dvc b4 git-lfs gt yadm vcsh pijul", "none*", "--config=none!exec?? -c=none") { Traits = Traits.Harmless, After = CloudPrograms.LocalVerbs },
        new("pre-commit lefthook husky commitlint", "none*", "", "exec") { Traits = Traits.Harmless },
        new("tig lazygit gitui", "none*", OptionTables.Letters + "--bugreport --logging --directory=list --workdir=list --watcher --theme=read --path=list --config|-c=read --debug --use-config-file=read --use-config-dir=list --print-config-dir", "exec? read:."),
    ];

    private static void Reflog(ParsedArguments arguments, ReadingBuilder reading)
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

    private static void Local(ParsedArguments arguments, ReadingBuilder reading)
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
    private static void Bisect(ParsedArguments arguments, ReadingBuilder reading)
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

    private static void Transfer(ParsedArguments arguments, ReadingBuilder reading)
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

    private static void Push(ParsedArguments arguments, ReadingBuilder reading)
    {
        Transfer(arguments, reading);
        if (arguments.Operands.Skip(1).Any(static word => word.Text.StartsWith('+') || word.Text.StartsWith(':')))
        {
            reading.Done(SpecNotation.Effects("delete:remote/history"));
        }
    }

    private static void Config(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key == "-c" && value is { } setting)
            {
                var equals = setting.Text.IndexOf('=');
                Setting(equals < 0 ? setting.Text : setting.Text[..equals], equals < 0 ? null : ParsedArguments.Part(setting, equals + 1), reading);
            }
            else if (option.Key == "--exec-path" && value is not null)
            {
                reading.Execute(Certainty.Unknown, "git --exec-path");
            }
        }
    }

    private static void WriteConfig(ParsedArguments arguments, ReadingBuilder reading)
    {
        var operands = arguments.Operands.Where(static word => word.Text is not ("set" or "get" or "list" or "unset")).ToArray();
        var reads = reading.Command.Arguments.Any(static word => word.Text is "--get" or "--list" or "-l" or "--get-all" or "--get-regexp" or "get" or "list");
        if (reads || operands.Length < 2)
        {
            reading.Done(SpecNotation.Effects("read:.git/config"));
            return;
        }

        var global = reading.Command.Arguments.Any(static word => word.Text is "--global" or "--system");
        reading.Add(EffectKind.Write, Certainty.Certain, TargetKind.Path, global ? PathText.Normalise(reading.Context.Home, ".gitconfig") : PathText.Normalise(reading.Directory, ".git/config"), true);
        if (Setting(operands[0].Text, operands[1], reading))
        {
            reading.Add(EffectKind.Persist, Certainty.Certain, TargetKind.Program, "git config " + operands[0].Text);
        }
    }

    /// <summary>Settings that hold a command line make git run it.</summary>
    private static bool Setting(string name, ShellWord? value, ReadingBuilder reading)
    {
        var lower = name.ToLowerInvariant();
        var runs = lower.StartsWith("alias.", StringComparison.Ordinal) || lower.StartsWith("filter.", StringComparison.Ordinal) || lower.EndsWith(".cmd", StringComparison.Ordinal) || lower.EndsWith(".path", StringComparison.Ordinal)
            || lower.EndsWith("command", StringComparison.Ordinal) || lower.EndsWith(".helper", StringComparison.Ordinal) || lower.EndsWith("pager", StringComparison.Ordinal) || lower.StartsWith("pager.", StringComparison.Ordinal)
            || lower.EndsWith(".textconv", StringComparison.Ordinal) || lower.EndsWith(".program", StringComparison.Ordinal) || lower.EndsWith("editor", StringComparison.Ordinal) || lower.Contains("difftool", StringComparison.Ordinal)
            || lower is "core.fsmonitor" or "core.hookspath" or "core.askpass" or "diff.external" or "core.gitproxy" or "core.attributesfile" or "init.templatedir" or "core.worktree" or "include.path"
            || lower.StartsWith("includeif.", StringComparison.Ordinal) || lower.StartsWith("url.", StringComparison.Ordinal) || lower.EndsWith("uploadpack", StringComparison.Ordinal) || lower.EndsWith("receivepack", StringComparison.Ordinal) || lower.StartsWith("protocol.", StringComparison.Ordinal);
        if (!runs)
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
}
