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
        new("gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 unlz4 lzip lzma unlzma lzop brotli compress uncompress pigz pbzip2 pixz zopfli", "convert*", "-c|--stdout -d|--decompress -k|--keep -f|--force -t|--test -l|--list -v -q -r|--recursive!recursive -o=write -S=none -n -T=none -1 -9 --*"),
        new("zcmp zmore xzless xzcmp", "read*"),
        new("zip", "write read*", "-r|--recurse-paths!recursive -TT=shell --unzip-command=shell -T -x=none -i=none -e -P=none -q -9 -0 -j -m!delete -u -d -v -y -s=none -@ -g -f -o -O=write -FF --*") ,
        new("unzip", "read none*", "-d=write -l -o -n -q -v -t -p -x=none -j -P=none -O=none -Z -a -u -f -C -L", "write"),
        new("7z 7za 7zr 7zz rar unrar ar cpio jar unsquashfs mksquashfs ouch atool patool unar arj lha zpaq ark", "guess*", "", "write?") { Traits = Traits.Harmless },
    ];

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
