namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that look at the machine and print.</summary>
internal static class InspectionPrograms
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("ls dir vdir ll la eza exa lsd l", "list*", "-R|--recursive!recursive -I|--ignore=none -w|--width=none -T|--tabsize=none -L?none --hide=none --time-style=none "
            + "--sort=none --format=none --color?none --level=none --icons?none --block-size=none --indicator-style=none --quoting-style=none") { Traits = Traits.Harmless | Traits.ListsHere },
        new("stat file readlink realpath namei pathchk lsattr getfacl getfattr mountpoint", "list*", "-c|--format=none --printf=none -t=none -f=none -m=read -F|--separator=none -e|--exclude=none -P=none "
            + "--magic-file=read --relative-to=none --relative-base=none -n|--name") { Traits = Traits.Harmless },
        new("du dust ncdu gdu dua duf", "list*", "-d|--max-depth=none --exclude=none -X|--exclude-from=read -t|--threshold=none -B|--block-size=none --time-style=none --files0-from=read") { Traits = Traits.Harmless | Traits.ListsHere },
        new("df lsblk blkid findmnt lscpu lsmem lsusb lspci lshw lsmod dmidecode hwinfo inxi sensors free vmstat iostat mpstat sar uptime w who users last lastb lastlog finger pinky "
            + "uname arch hostid whoami id groups locale getconf ps pstree pgrep pidof pwdx pmap lsof ipcs lslocks lslogins lsns lsipc acpi upower "
            + "neofetch fastfetch screenfetch cal ncal sw_vers system_profiler vm_stat hostinfo prtstat tload slabtop runlevel lsb_release cpuid x86info "
            + "ioreg nvidia-smi rocm-smi tuptime sysinfo vmmap modinfo getcap lsinitramfs lsinitrd kextstat pcilib "
            + "zdump quota repquota rpcinfo showmount nstat utmpdump ac lsscsi gpustat xprop xwininfo xdpyinfo "
            + "usb-devices lsdvd cd-info sockstat landscape-sysinfo fc-list fc-match fc-query systemd-detect-virt systemd-path systemd-id128 "
            + "systemd-analyze systemd-cgls systemd-cgtop systemd-delta ncdump uuid uuidgen mcookie tldr help info apropos whatis cheat bropages tealdeer "
            + "fortune cowsay cowthink figlet toilet banner sl cmatrix lolcat pipes.sh asciiquarium cbonsai ponysay xcowsay ascii calc pom units primes number morse bcd ddate numfmt pwgen apg "
            + "makepasswd dice rig jot", "none*") { Traits = Traits.Harmless },
        new("getent", "none*", "-s=none -i", "list") { After = static (arguments, reading) => { if (arguments.Operands.Count > 0 && arguments.Operands[0].Text is "shadow" or "gshadow") { reading.Add(EffectKind.ExposeSecret, Certainty.Certain, TargetKind.Path, "/etc/" + arguments.Operands[0].Text); } } },
        new("date", "none*", "-s|--set=none!control -d|--date=none -f|--file=read -r|--reference=list -u -R -I?none --iso-8601?none --rfc-3339=none -j -v=none") { After = static (arguments, reading) => { if (!arguments.Has("-j") && !arguments.Has("-f") && arguments.Operands.Any(static word => !word.IsKnown || (word.Text.Length > 0 && char.IsAsciiDigit(word.Text[0])))) { reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Process, "clock"); } } },
        new("hostname", "process", "-F|--file=read!control -b"),
        new("tree", "list*", "-o=write -P=none -I=none -L=none --filelimit=none --fromfile=read -H=none -T=none --charset=none --sort?none") { Traits = Traits.Harmless | Traits.ListsHere },
        new("find gfind") { Raw = FindReader.Read, Traits = Traits.ListsHere | Traits.NoHelp },
        new("fd fdfind", "none list*", "-x|--exec=command -X|--exec-batch=command -e|--extension=none -t|--type=none -d|--max-depth=none -E|--exclude=none -S|--size=none --changed-within=none "
            + "--changed-before=none -o|--owner=none -c|--color=none -j|--threads=none --base-directory=folder --min-depth=none --exact-depth=none -H -I -u -a -l -L -p -g -F -s -i -0 -q -1 "
            + "--hidden --no-ignore --unrestricted --absolute-path --list-details --follow --full-path --glob --fixed-strings --case-sensitive --ignore-case --print0 --quiet --max-results=none")
            { Raw = FindReader.ReadFd, Traits = Traits.ListsHere },
        new("locate slocate plocate mlocate", "none*", "-d|--database=read -l|--limit=none -n=none") { Traits = Traits.Harmless },
        new("updatedb", "none*", "-o|--output=write -U=none --prunepaths=none") { Traits = Traits.Harmless },
        new("dmesg", "none*", "-C|--clear!weaken -c|--read-clear!weaken -F|--file=read -l|--level=none -f|--facility=none -n=none --since=none --until=none") { Traits = Traits.Harmless },
        new("journalctl", "none*", "--vacuum-size=none!weaken --vacuum-time=none!weaken --vacuum-files=none!weaken --rotate!control -u|--unit=none -n|--lines?none -S|--since=none -U|--until=none "
            + "-p|--priority=none -o|--output=none -D|--directory=list --file=read -t=none -g|--grep=none -b?none") { Traits = Traits.Harmless },
        new("timedatectl localectl hostnamectl bootctl", "none*", "-H|--host=host -M|--machine=none -p|--property=none -a --all --value --no-pager --no-ask-password --static --transient --pretty --adjust-system-clock --no-convert --monitor -j --json=none") { After = SystemPrograms.Manage, Traits = Traits.Harmless },
        new("ldd", "none*", "") { Raw = static (words, reading) => { foreach (var word in words) { if (!word.Text.StartsWith('-')) { reading.Path(EffectKind.Read, word); reading.Execute(Certainty.Possible); } } } },
        new("printenv", "none*") { Traits = Traits.Harmless },
        new("md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum b3sum cksum sum md5 shasum xxhsum rhash crc32 hashdeep", "read*", "-c|--check -a|--algorithm=none -o|--output=write -s=none") { Traits = Traits.Harmless },
        new("wc tokei cloc scc loc", "read*", "--files0-from=read --exclude-dir=none --include-lang=none -t=none -e=none --by-file --out=write --report-file=write") { Traits = Traits.Harmless },
        new("nm objdump readelf size strings c++filt addr2line otool dwarfdump elfdump pahole checksec nm-new mediainfo ffprobe identify pdfinfo pdffonts soxi "
            + "jpeginfo pngcheck tiffinfo readpe zipinfo lsar gzinfo jarinfo webpinfo img2txt jp2a chafa catimg viu timg", "read*",
            "-n|--bytes=none -t=none -e=none -j=none -C=none -M=none -s?none -v=none -show_entries=none -of=none -format=none -select_streams=none -print_format=none -i=read") { Traits = Traits.Harmless },
    ];
}
