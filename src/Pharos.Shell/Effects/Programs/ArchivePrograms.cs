namespace Pharos.Shell.Effects.Programs;

/// <summary>Packers and unpackers.</summary>
internal static class ArchivePrograms
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("tar gtar bsdtar", "guess*", "-c|--create -x|--extract|--get!write -t|--list -r|--append -u|--update -A -d|--diff -f|--file=guess -C|--directory=folder -z|--gzip -j|--bzip2 -J|--xz -a|--auto-compress -Z -v|--verbose -p -P|--absolute-names!write? -k "
            + "-h -m -O|--to-stdout -T|--files-from=read -X|--exclude-from=read --exclude=none -I|--use-compress-program=shell --to-command=shell --checkpoint-action=none!exec?? --checkpoint?none --info-script=shell -F|--new-volume-script=shell "
            + "--rsh-command=shell --rmt-command=program --strip-components=none --transform=none -s=none --wildcards --no-recursion --zstd --lzma --lzip --overwrite -g|--listed-incremental=write -b=none -w -o -S -l -n -i -W -V=none --owner=none --group=none --mtime=none --sort=none --format=none --numeric-owner --remove-files!delete -q --xattrs --same-owner --preserve-permissions --no-same-owner --keep-old-files --totals --one-file-system --exclude-vcs")
            { Traits = Traits.BareCluster, After = Tar },
        new("gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 unlz4 lzip lzma unlzma lzop brotli compress uncompress pigz pbzip2 pixz zopfli", "convert*", "-c|--stdout -d|--decompress -k|--keep -f|--force -t|--test -l|--list -v -q -r|--recursive!recursive -o=write -S=none -n -T=none -1 -2 -3 -4 -5 -6 -7 -8 -9 -0 -C --best --fast --stdout --decompress --keep --compress --extreme --ultra --rm!delete --long?none --adapt --test --name --to-stdout --block-size=none --window=none --output-dir-flat=write --train --lzma -a -b -M -N -m -p*"),
        new("zcmp zmore xzless xzcmp", "read*"),
        new("zip", "write read*", "-r|--recurse-paths!recursive -TT=shell --unzip-command=shell -T -x=none -i=none -e -P=none -q -9 -0 -j -m!delete -u -d -v -y -s=none -@ -g -f -o -O=write -FF -D -0 --recurse-paths --encrypt --exclude=none --symlinks --split-size=none --filesync --freshen --update --move!delete --out=write --junk-paths --copy-entries --password=none") ,
        new("unzip", "read none*", "-d=write -l -o -n -q -v -t -p -x=none -j -P=none -O=none -Z -a -u -f -C -L -c", "write"),
        new("7z 7za 7zr 7zz rar unrar zpaq arj lha", "guess*", "-o*=write -p* -m* -t* -s* -v* -x* -i* -a* -b* -h* -w* -c* -d* -k* -n* -u* -y -r -l -e -to=write --*", "write?"),
        new("ar", "none write read*", OptionTables.Letters + "--plugin=library --thin --output=write", "write?"),
        new("jar", "guess*", "-c|--create -x|--extract -t|--list -u|--update -f|--file=guess-write -v -e=none -m=read -C=folder -0 -M -i -n -P", "write?") { Traits = Traits.BareCluster },
        new("unsquashfs", "read none*", "-d|-dest=write -f|-force -l|-ls|-lls|-ll|-lc|-llc|-s|-stat -i|-info -li|-linfo -n|-no-progress -cat -excludes -x -o=none -p|-processors=none -ef=read -ignore-errors -ig -no-xattrs -max-depth=none", "write?") { Traits = Traits.SingleDash },
        new("mksquashfs sqfstar", "read* write", "-comp=none -b=none -e -ef=read -regex -wildcards -noappend -all-root -no-* -info -progress -quiet -processors=none -mem=none -Xcompression-level=none -p=none!exec?? -pf=read!exec?? -pd=none -offset=none -o=none") { Traits = Traits.SingleDash },
        new("ouch atool patool unar ark", "guess*", "-d|--dir|-o|--output|-output-directory=write -X|--extract-to=write -x|--extract -a|--add -l|--list -c|--cat -r|--repack -p|--password=none -f|-force-overwrite|-force-rename|-force-skip -D -q -e|--each -b|--batch -t|--autosubfolder -m -k --add-to=write --changetofirstpath --dialog --pager=shell", "write?"),
        new("cpio", "guess*", "-o|--create -i|--extract!write? -p|--pass-through!write? -d|--make-directories -v|--verbose -m|--preserve-modification-time -u|--unconditional -H|--format=none -F|--file=guess-write -O=write -I=read -E|--pattern-file=read "
            + "-0|--null -t|--list -a -A|--append -c -B -r|--rename -L|--dereference -R|--owner=none -D|--directory=folder --rsh-command=shell --rmt-command=program --no-absolute-filenames -C=none -M=none -n -V -l|--link -f -k -s -S -b", "write?") { After = Cpio },
    ];

    private static void Cpio(ParsedArguments arguments, ReadingBuilder reading)
    {
        // An archive named host:file is reached by a remote shell, whose command may be given beside it.
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key is "-F" or "-O" or "-I" && value is { } archive && archive.Text.IndexOf(':') > 0)
            {
                reading.Execute(Certainty.Certain, "cpio remote shell");
            }
        }
    }

    private static void Tar(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Value("-f") is { } archive && (arguments.Has("-c") || arguments.Has("-r") || arguments.Has("-u")))
        {
            var home = reading.Directory;
            reading.Directory = reading.Command.WorkingDirectory;
            reading.Path(EffectKind.Write, archive);
            reading.Directory = home;
        }

        if (arguments.Has("-c"))
        {
            reading.IsRecursive = true;
            foreach (var operand in arguments.Operands)
            {
                reading.Apply(Role.Read, operand);
            }
        }
    }
}
