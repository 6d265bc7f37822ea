namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that change the machine.</summary>
internal static class SystemPrograms
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("systemctl service rc-service rc-update chkconfig update-rc.d initctl launchctl supervisorctl sv openrc loginctl machinectl", "none*", "-H|--host=host -M=none -t|--type=none -p|--property=none -n=none -o=none -s=none --state=none") { Traits = Traits.Harmless, After = Manage },
        new("kill pkill killall xkill skill", "process*", "-s|--signal=none -n=none -l -L -u=none -f -x -9 -15 -e -g=none -P=none -t=none --*") { Traits = Traits.Harmless },
        new("shutdown reboot halt poweroff init telinit pm-suspend kexec", "none*", "", "control:machine") { Traits = Traits.Harmless },
        new("mount umount swapon swapoff losetup mount.cifs sshfs fusermount fusermount3 pmount udisksctl cryptsetup lvm lvcreate lvremove vgcreate pvcreate mdadm zpool zfs btrfs", "guess*", "", "control? device?") { Traits = Traits.Harmless },
        new("mkfs mkfs.ext4 mkfs.ext3 mkfs.ext2 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.ntfs mkswap mke2fs fdisk sfdisk cfdisk gdisk sgdisk parted wipefs blkdiscard hdparm badblocks fsck e2fsck resize2fs tune2fs debugfs partprobe diskutil nvme sg_raw", "device*", "", "device") { Traits = Traits.Harmless },
        new("useradd adduser userdel deluser usermod groupadd addgroup groupdel groupmod gpasswd passwd chpasswd chsh chfn chage vipw visudo newusers dscl dseditgroup sysadminctl pwconv", "none*", "", "escalate persist") { Traits = Traits.Harmless },
        new("crontab", "read", "-l -e!persist -r!delete:crontab -u=none -i -s") { After = static (arguments, reading) => { if (!arguments.Has("-l")) { reading.Add(EffectKind.Persist, Certainty.Certain, TargetKind.Program, "crontab"); } if (arguments.Has("-r")) { reading.Add(EffectKind.Delete, Certainty.Certain, TargetKind.Program, "crontab"); } } },
        new("at batch", "none*", "-f=script -l -d=none -r=none -m -q=none -t=none -c=none -v -M -V", "persist") { Traits = Traits.RunsInput },
        new("atq atrm", "none*"),
        new("sysctl", "none*", "-w|--write!weaken -p|--load?read!weaken -a|--all -n -e -q -N") { After = static (arguments, reading) => { if (arguments.Operands.Any(static word => word.Text.Contains('='))) { reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Program, "sysctl"); } } },
        new("modprobe insmod rmmod depmod kextload kldload dkms", "none*", "", "escalate control") { Traits = Traits.Harmless },
        new("setenforce aa-disable aa-teardown aa-complain auditctl semanage setsebool csrutil spctl semodule apparmor_parser tmutil", "none*", "", "weaken") { Traits = Traits.Harmless },
        new("ldconfig update-alternatives alternatives update-grub grub-install dpkg-reconfigure localedef hwclock bluetoothctl efibootmgr mkinitcpio dracut update-initramfs", "guess*", "", "control persist?") { Traits = Traits.Harmless },
        new("defaults dconf gsettings scutil nvram setfile SetFile xattr pmset networksetup", "none*", "", "control?") { Traits = Traits.Harmless },
        new("logger wall write mesg notify-send osascript say", "none*", "-e=code -f=read") { Traits = Traits.Harmless },
        new("gpg gpg2", "guess*", "-o|--output=write --export-secret-keys!secret --export-secret-subkeys!secret --photo-viewer=shell --delete-keys!delete --delete-secret-keys!delete --recv-keys!net --send-keys!upload -r=none -u=none --homedir=list --passphrase=none --passphrase-file=key") { Traits = Traits.Harmless },
        new("pass gopass security secret-tool keyctl vault op bw doppler sops age keepassxc-cli", "none*", "-o=write", "secret? net?") { Traits = Traits.Harmless },
        new("gdb lldb perf bpftrace ptrace", "guess*", "-ex=code -x=script -p=process -o=write", "exec??") { Traits = Traits.Harmless | Traits.SingleDash },
        new("fuser", "guess*", "-k|--kill!control -m -v -n=none -s -i -a -M -u -w") ,
        new("tmux screen byobu zellij dtach", "none*", "", "exec?") { Traits = Traits.Harmless },
        new("vi vim nvim ex view vimdiff nano emacs pico micro ed joe kak helix hx less more most man pinfo w3m lynx links elinks ranger nnn lf top htop btop atop gtop iotop glances", "guess*", "-c=none!exec -P|--pager=shell -e!exec? -s=script -S=script -u=script -o=write --eval=none!exec -l=script --cmd=none!exec") { Traits = Traits.Harmless | Traits.ShellEscape },
        new("code codium subl atom gedit kate xdg-open open explorer firefox chromium google-chrome microsoft-edge", "guess*", "", "exec?") { Traits = Traits.Harmless },
        new("convert magick mogrify ffmpeg sox gs inkscape pdftotext pdftoppm optipng pngquant jpegoptim cwebp dwebp gifsicle exiftool img2pdf qpdf dot neato plantuml mmdc rsvg-convert cairosvg ps2pdf pdfunite pdfseparate jpegtran lame flac oxipng pdftk pdfjam", "convert*", "-o=write -i=read -if=none") { Traits = Traits.Harmless | Traits.SingleDash },
        new("latex pdflatex xelatex lualatex tex latexmk bibtex typst tectonic", "convert*", "-pdflatex=shell -latex=shell -e=code -shell-escape!exec --shell-escape!exec", "exec? write") { Traits = Traits.Harmless | Traits.SingleDash },
    ];

    public static void Manage(ParsedArguments arguments, ReadingBuilder reading)
    {
        var verb = arguments.Operands.Count > 0 ? arguments.Operands[0].Text : "";
        var second = arguments.Operands.Count > 1 ? arguments.Operands[1].Text : "";
        if (reading.Label is "service" or "rc-service" or "chkconfig" or "update-rc.d")
        {
            (verb, second) = (second, verb);
        }

        switch (verb)
        {
            case "" or "status" or "show" or "list" or "is-active" or "is-enabled" or "is-failed" or "cat" or "get-default" or "help" or "--status-all":
                break;
            case var look when look.StartsWith("list", StringComparison.Ordinal) || look.StartsWith("show", StringComparison.Ordinal) || look.EndsWith("status", StringComparison.Ordinal):
                break;
            case "enable" or "link" or "preset" or "reenable" or "edit" or "load" or "bootstrap" or "submit" or "defaults" or "add" or "set-default" or "on":
                reading.Add(EffectKind.Persist, Certainty.Certain, TargetKind.Process, second);
                break;
            default:
                reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Process, second.Length > 0 ? second : verb);
                break;
        }
    }

    public static void Net(ParsedArguments arguments, ReadingBuilder reading)
    {
        var firewall = reading.Label is "ufw" or "iptables" or "ip6tables" or "nft" or "firewall-cmd" or "arptables" or "ebtables" or "ipset";
        foreach (var word in reading.Command.Arguments)
        {
            var text = word.Text;
            if (firewall && text is "-F" or "-X" or "-P" or "-A" or "-I" or "-D" or "-t" or "disable" or "allow" or "flush" or "delete" or "reset" or "stop" or "enable" or "deny" or "add" or "-f"
                || firewall && (text.StartsWith("--add", StringComparison.Ordinal) || text.StartsWith("--remove", StringComparison.Ordinal) || text.StartsWith("--panic", StringComparison.Ordinal) || text.StartsWith("--flush", StringComparison.Ordinal)))
            {
                reading.Add(EffectKind.Weaken, Certainty.Certain, TargetKind.Program, reading.Label);
            }
            else if (!firewall && text is "add" or "del" or "delete" or "set" or "up" or "down" or "change" or "replace" or "flush" or "modify" or "connect" or "disconnect" or "off" or "on" or "block")
            {
                reading.Add(EffectKind.ControlProcess, Certainty.Certain, TargetKind.Program, reading.Label);
            }
            else if (!firewall && text is "exec" or "-b" or "-batch")
            {
                reading.Execute(Certainty.Certain, reading.Label + " " + text);
            }
        }
    }
}
