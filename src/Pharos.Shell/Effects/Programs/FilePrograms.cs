namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that make, copy, move and remove files.</summary>
internal static class FilePrograms
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("rm", "delete*", "-r|-R|--recursive!recursive -f|--force -i -I -d|--dir -v|--verbose --interactive?none --one-file-system --preserve-root?none --no-preserve-root"),
        new("rmdir", "delete*", "-p|--parents -v|--verbose --ignore-fail-on-non-empty"),
        new("unlink shred srm trash trash-put", "delete*", "-u|--remove?none -z|--zero -n|--iterations=none -s|--size=none -f|--force -v -x -r!recursive"),
        new("mkdir mkfifo", "create*", "-p|--parents -m|--mode=none -v|--verbose -Z?none --context?none"),
        new("touch", "create*", "-a -c|--no-create -d|--date=none -f -h|--no-dereference -m -r|--reference=list -t=none --time=none"),
        new("cp gcp install ditto", "read* write", "-r|-R|--recursive!recursive -a|--archive!recursive -t|--target-directory=write -f|--force -i -n|--no-clobber -p -P -L -H -d -u|--update?none -v|--verbose -l|--link "
            + "-s|--symbolic-link -x -T|--no-target-directory --parents --directory --preserve-timestamps --strip --compare --dereference --no-dereference --archive --attributes-only --copy-contents --remove-destination --preserve?none --no-preserve=none --backup?none -b -S|--suffix=none --reflink?none --sparse=none -m|--mode=none!weaken? -o|--owner=none -g|--group=none -D -c") { After = Target },
        new("mv rename.ul", "delete* write", "-t|--target-directory=write -f|--force -i|--interactive -n|--no-clobber -u|--update?none -v|--verbose -T|--no-target-directory -b --backup?none -S|--suffix=none --exchange") { After = Target },
        new("ln link", "list* write", "-s|--symbolic -f|--force -n|--no-dereference -v|--verbose -r|--relative -t|--target-directory=write -T|--no-target-directory -b -i -L -P"),
        new("truncate fallocate", "write*", "-s|--size=none -r|--reference=list -c|--no-create -o|--io-blocks -l|--length=none -d -p -v"),
        new("dd", "none*") { Raw = Dd },
        new("mktemp tempfile", "none*", "-d|--directory -u|--dry-run -q -t -p|--tmpdir?none --suffix=none"),
        new("chmod", "") { Raw = Chmod },
        new("chown chgrp chattr setfacl chcon setfattr setcap lchown") { Raw = Chown },
        new("split csplit", "read write", "-l|--lines=none -b|--bytes=none -n|--number=none -a|--suffix-length=none -d -x -C=none --additional-suffix=none --filter=shell -f|--prefix=write -k|--keep-files -s -z --verbose -p --line-bytes=none --numeric-suffixes?none --suppress-matched --digits=none --suffix-format=none --elide-empty-files -e -t=none") ,
        new("sync", "none*", "-d -f"),
        new("rsync", "remote-source* remote-target", "-e|--rsh=shell --rsync-path=shell!exec? --delete!delete? --delete-*!delete? --remove-source-files!delete --exclude=none --include=none --exclude-from=read --include-from=read "
            + "--files-from=read --log-file=write --password-file=key --backup-dir=write --partial-dir=write -T|--temp-dir=write --compare-dest=list --link-dest=list -f|--filter=none --bwlimit=none --timeout=none --port=none "
            + "-a!recursive -v -z -r!recursive -u -l -p -t -g -o -D -h -n -P -c -x -H -A -X -S -W -i -q -C -L -R -b -k -K -m -s -y --archive!recursive --verbose --compress --recursive!recursive --update --dry-run --human-readable --progress --partial --checksum --stats --inplace --itemize-changes --info=none --no-* --ignore-existing --max-size=none --chmod=none --chown=none --copy-links --links --perms --times --group --owner --devices --specials --hard-links --acls --xattrs --whole-file --one-file-system --relative --existing --ignore_existing --append --append-verify --min-size=none --size-only --ignore-times --modify-window=none --fuzzy --numeric-ids --out-format=none --address=none --sockopts=none --list-only --mkpath --old-args --secluded-args --fsync --prune-empty-dirs --sparse --preallocate --delay-updates --temp-dir=write --suffix=none --backup --cvs-exclude -E -F -I -N -O -U -V -Z -d -j -w"),
    ];

    private static void Target(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Has("-t") && arguments.Operands.Count > 0)
        {
            reading.Path(reading.Label == "mv" ? EffectKind.Delete : EffectKind.Read, arguments.Operands[^1]);
        }

        // What is moved is also read: a secret moved into the workspace is a secret shown.
        if (reading.Label == "mv")
        {
            for (var i = 0; i < arguments.Operands.Count - 1; i++)
            {
                reading.Path(EffectKind.Read, arguments.Operands[i]);
            }
        }
    }

    private static void Dd(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        foreach (var word in words)
        {
            if (word.Text.StartsWith("of=", StringComparison.Ordinal))
            {
                reading.Path(EffectKind.Write, ParsedArguments.Part(word, 3));
            }
            else if (word.Text.StartsWith("if=", StringComparison.Ordinal))
            {
                reading.Path(EffectKind.Read, ParsedArguments.Part(word, 3));
            }
        }
    }

    private static void Chmod(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var mode = "";
        foreach (var word in words)
        {
            if (word.Text is "-R" or "--recursive" or "-Rv" or "-vR" or "-Rf")
            {
                reading.IsRecursive = true;
            }
            else if (word.Text.StartsWith("--reference=", StringComparison.Ordinal) || (mode.Length == 0 && (!word.Text.StartsWith('-') || word.Text.AsSpan(1).ContainsAny("rwxst"))))
            {
                mode = word.Text;
            }
            else if (!word.Text.StartsWith('-'))
            {
                reading.Path(EffectKind.Write, word, reversible: true);
                var digits = mode.TrimStart('0');
                var octal = digits.Length > 0 && digits.All(char.IsAsciiDigit);
                var target = word.IsKnown ? reading.PathOf(word.Text) : word.Text;
                if (octal ? digits.Length >= 4 && digits[^4] >= '2' : mode.Contains('s', StringComparison.Ordinal))
                {
                    reading.Add(EffectKind.Escalate, Certainty.Certain, TargetKind.Path, target);
                }

                var othersWrite = octal ? "2367".Contains(digits[^1], StringComparison.Ordinal)
                    : mode.Contains('w', StringComparison.Ordinal) && mode.IndexOf('+') is var plus && (plus < 0 ? mode.IndexOf('=') : plus) is > 0 and var sign && mode[..sign].AsSpan().ContainsAny("oa");
                if (othersWrite)
                {
                    reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Path, target);
                }
            }
        }
    }

    private static void Chown(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var seen = false;
        foreach (var word in words)
        {
            if (word.Text.StartsWith('-') && reading.Label != "chattr")
            {
                reading.IsRecursive |= word.Text.Contains('R', StringComparison.Ordinal) || word.Text == "--recursive";
            }
            else if (!seen)
            {
                seen = true;
            }
            else
            {
                reading.Path(EffectKind.Write, word);
                reading.Add(reading.Label == "setcap" ? EffectKind.Escalate : EffectKind.Weaken, Certainty.Possible, TargetKind.Path, reading.PathOf(word.Text));
            }
        }
    }
}
