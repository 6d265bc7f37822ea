namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that change the machine.</summary>
internal static class SystemPrograms
{
    private const string Media = "-a* -b* -c* -d* -f* -g* -h* -j* -k* -l* -m* -n* -p* -q* -r* -s* -t* -u* -v* -w* -x* -y -z* -A* -B* -C* -D* -E* -F* -G* -H* -I* -J* -K* -L* -M* -N* -O* -P* -Q* -R* -S* -T* -U* -V* -W* -X* -Z* "
        + "--optimize* --resize* --scale* --crop* --colors* --lossy* --batch --loop* --delay* --info --explode --frames* --strip* --all-progressive --max* --size* --dest=write --overwrite --totals --csv --preserve* --ext=none --skip-if-larger --quality=none --speed=none --nofs --force --output=write --out=write --dir=write --opt* --alpha --interlace* --zopfli --fix "
        + "--auto-orient --pagesize* --imgsize* --border* --fit* --creationdate* --first-frame-only --viewer* --split-pages* --pages --empty --password* --decrypt --encrypt --linearize --rotate* --qdf --check --show-* --json* --replace-input!write --overlay --underlay --collate --outfile=write --suffix=none --fitpaper* --landscape --nup* --paper* --angle* --trim* --papersize* --frame* "
        + "--input=read --backgroundColor* --theme* --width* --height* --configFile=read --cssFile=read --puppeteerConfigFile=script --export-* --query-* --dpi* --zoom* --keep-* --format* --page-* --background-* --stylesheet=read --output-width* --output-height* --combine* --norm* --channels* --rate* --bits* --encoding* --effects-file=read --plot* --buffer* --decode --test --analyze --best --fast --blocksize* --tag* --picture=read --totally-silent --preset* --abr* --vbr* --cbr* --metadata* --tg* --ta* --tl* --tt* --pipe -metadata -nometadata -tsvg -tpng -utxt --config=read --output-dir=write";

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("systemctl service rc-service rc-update chkconfig update-rc.d initctl launchctl supervisorctl sv openrc loginctl machinectl", "none*", "-H|--host=host -M=none -t|--type=none -p|--property=none -n|--lines=none -o|--output=none -s|--signal=none --state=none --now --full -l --no-pager --no-legend --no-block --no-ask-password --failed --value --show-types --preset-mode=none --when=none --firmware-setup --boot-loader-menu=none --runtime --mkdir --read-only -a -q -f -r -w -k --kill-whom=none --job-mode=none --plain --machine=none --root=list --recursive --reverse --after --before --status-all --full-restart --resolve -i -N -C -d -S -z -L -h -c=script") { After = Manage },
        new("kill pkill killall killall5 xkill skill snice fkill") { Raw = Signals.Read },
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
        new("ldconfig update-alternatives alternatives update-grub grub-install dpkg-reconfigure localedef hwclock bluetoothctl efibootmgr mkinitcpio dracut update-initramfs", "guess*", OptionTables.Letters + "--install --remove --set --config --display --query --list --auto --all --list* --systohc --hctosys --utc --localtime --show --get* --modules=none --target=none --boot-directory=list --efi-directory=list --bootloader-id=none --removable --recheck --loader=none --label=none --disk=none --part=none --create --delete-bootnum --bootnum=none --bootnext=none --bootorder=none --active --inactive --generate=write --preset=none --kernel=none --force --regenerate-all --kver=none", "control persist?") { Traits = Traits.Harmless },
        new("defaults dconf gsettings scutil nvram setfile SetFile xattr pmset networksetup", "none*", "-a* -b* -c* -d* -f* -g* -i* -l* -m* -n* -p* -r* -s* -t* -u* -v* -w* -x* -M* -P* -V* --get* --set* --dns --proxy --nc* --remove* --delete* --list* --create* --on --off --connect* --detect*", "control?") { Traits = Traits.SingleDash },
        new("osascript", "script none*", "-e=code -l=none -i -s=none", "exec?") { Traits = Traits.RunsInput | Traits.StopAtOperand },
        new("logger wall write mesg notify-send say zenity yad kdialog whiptail dialog terminal-notifier", "none*", OptionTables.Letters + "-f|--input-file=read -o|--output-file=write --icon=none --urgency=none --expire-time=none --priority=none --tag=none --server=host!upload --voice=none --app-name=none --category=none --hint=none --id --title=none --text=none --width=none --height=none --info --question --entry --calendar --file-selection --notification --msgbox=none --yesno=none --inputbox=none --menu=none --checklist=none --radiolist=none --gauge=none --passwordbox=none --textbox=read --button=none!exec? --field=none --form --list --column=none --color* --scale --print-column=none --backtitle=none --stdout --progress --pulsate --auto-close"),
        new("gpg gpg2", "guess*", "-o|--output=write --export-secret-keys!secret --export-secret-subkeys!secret --photo-viewer=shell --delete-keys!delete --delete-secret-keys!delete --recv-keys!net --send-keys!upload -r=none -u=none --homedir=list --passphrase=none --passphrase-file=key -c|--symmetric -d|--decrypt -e|--encrypt -s|--sign -b|--detach-sign -a|--armor -k|-K|--list-keys|--list-secret-keys --fingerprint --verify --clearsign|--clear-sign --export --import --gen-key|--generate-key|--full-generate-key|--full-gen-key|--quick-generate-key=none --edit-key --sign-key --lsign-key --dearmor --enarmor --locate-keys|--auto-key-locate=none --recipient=none --local-user=none --default-key=none --keyserver=host --keyring=read --no-default-keyring --batch --yes --pinentry-mode=none --list-packets --card-status --card-edit --refresh-keys!net --search-keys!net --trust-model=none --cipher-algo=none --digest-algo=none --s2k-*=none --with-* --keyid-format=none --list-options=none --check-sigs --list-sigs --gen-revoke --generate-revocation --change-passphrase --passwd --update-trustdb --export-ownertrust --print-md=none --output=write -q -v -z=none -t -n -i --status-fd=none --passphrase-fd=none --use-agent --allow-secret-key-import --delete-secret-and-public-key!delete"),
        new("pass gopass security secret-tool keyctl vault op bw doppler sops age keepassxc-cli", "none*", OptionTables.Letters + "--clip --multiline --qrcode --secret --generate --lower --upper --numeric --special --words=none --totp --search=none --recursive --force --in-place -o|--output|--out-file=write --in-file=read --env-file=read --decrypt --encrypt --passphrase --recipient=none --recipients-file=read --identity=key --field=none -field=none -format=none -address=host --vault=none --format=none --fields=none --session=none --raw --pretty --armor --no-newline --project=none --config=none --command=shell --length=none --account=none", "secret? net?"),
        new("gdb lldb perf bpftrace ptrace", "guess*", "-ex=code -x=script -p=process -o=write", "exec??") { Traits = Traits.Harmless | Traits.SingleDash },
        new("fuser", "guess*", "-k|--kill!control -m -v -n=none -s -i -a -M -u -w") ,
        new("tmux screen byobu zellij dtach", "none*", OptionTables.Letters + "--session=none --layout=script --config=script --help", "exec?") { After = Multiplexer },
        new("vi vim nvim ex view vimdiff nano emacs pico micro ed joe kak helix hx less more most man pinfo w3m lynx links elinks ranger nnn lf top htop btop atop gtop iotop glances", "guess*", "-c=none!exec -P|--pager=shell -e!exec? -s=script -S=script -u=script -o=write --eval=none!exec -l=script --cmd=none!exec --RAW-CONTROL-CHARS --LINE-NUMBERS --chop-long-lines --quit-if-one-screen --ignore-case --pattern=none --tabs=none --apropos --whatis --where --path --location --sections=none --manpath=list --html=none!exec? --no-hyphenation --default --accumulated --processes --pid=none --only --threads-show --filter-only-euser --sort-key=none --delay=none --tree --readonly --user=none --low-color --preset=none --update=none --utf-force --tutor --vsplit --hsplit --softwrap --linenumbers --backup --ignorercfiles --mouse --autoindent --nowrap --tabsize=none --view --restricted --prompt=none --script --quick --no-init-file --no-site-file --insert=read --daemon!listen --server!listen --client=host --webserver!listen --show-only-dirs --confdir=list!exec?? --choosefile=write --choosedir=write -a -b -B -d -f -F -g -h -H -i -I -j -J -k -K -m -M -n -N -p=none -q -Q -r -R -t -T=none -u=script -v -V -w=none -W=none -x -X -y -z -Z -A -C -D -E -G -L -O -U -dump -source -no-mouse -nw -rdonly -enable-cookies -width*=none") { Traits = Traits.ShellEscape },
        new("code codium subl atom gedit kate xdg-open open explorer firefox chromium google-chrome microsoft-edge", "guess*", OptionTables.Letters + "--new-window --reuse-window --wait --goto --diff --add --merge --locale=none --user-data-dir=list --list-extensions --show-versions --install-extension=none!exec?? --uninstall-extension=none --disable-extensions --status --incognito --private-window --inprivate --headless --screenshot=write --print-to-pdf=write --dump-dom --window-size=none --kiosk --guest --app=none --profile=none --proxy-server=host --disable-gpu --background --new-tab --new-instance --restore-last-session --safe-mode", "exec?") { Traits = Traits.Harmless },
        new("convert magick mogrify ffmpeg sox inkscape pdftotext pdftoppm optipng pngquant jpegoptim cwebp dwebp gifsicle exiftool img2pdf qpdf dot neato plantuml mmdc rsvg-convert cairosvg ps2pdf pdfunite pdfseparate jpegtran lame flac oxipng pdftk pdfjam", "convert*", "-o=write -i=read -write=write -if=none!exec?? -config=script -@=read!exec? -filter_complex_script=read -msl*!exec?? --actions=none!exec? --shell!exec?? " + Media) { Traits = Traits.SingleDash, After = PipedNames },
        new("gs ghostscript", "script*", "-sOutputFile=write -o=write -c=none!exec? -f -q -I*=list -d* -r* -g* -sDEVICE* -sPAPERSIZE* -sColor* -sProcessColorModel* -sFONT* -sPDFPassword* -h -v --version --help", "exec?") { Traits = Traits.SingleDash },
        new("latex pdflatex xelatex lualatex tex latexmk bibtex typst tectonic", "convert*", OptionTables.Letters + "-output-directory=write -jobname=none -interaction=none -halt-on-error -file-line-error -synctex=none -draftmode -pdf -pdfxe -pdflua -xelatex -lualatex -ps -dvi -pvc -view=none -outdir=write -auxdir=write -quiet -silent -recorder -no-shell-escape -norc -bibtex -cd -gg --font-path=list --root=list --input=none --outdir=write --outfmt=none --keep-logs --synctex --print --reruns=none -X --output-directory=write --jobname=none --interaction=none --halt-on-error -pdflatex=shell -latex=shell -e=code -shell-escape!exec --shell-escape!exec", "exec? write") { Traits = Traits.SingleDash },
    ];

    /// <summary>Multiplexers run what they are told to type or start.</summary>
    private static void Multiplexer(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (reading.Label == "tmux" && arguments.Operands.Count > 1 && arguments.Operands[0].Text is "new" or "new-session" or "new-window" or "neww" or "split-window" or "splitw" or "run-shell" or "run" or "if-shell" or "respawn-pane" or "send-keys" or "send")
        {
            reading.Script(arguments.Operands[^1], "tmux " + arguments.Operands[0].Text);
            reading.Execute(Certainty.Certain);
        }
    }

    /// <summary>Several of these programs run what follows a bar where a file name is expected.</summary>
    private static void PipedNames(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments.Operands)
        {
            if (word.Text.StartsWith('|') || word.Text.StartsWith("%pipe%", StringComparison.Ordinal) || word.Text.StartsWith("msl:", StringComparison.OrdinalIgnoreCase) || word.Text.StartsWith("ephemeral:", StringComparison.OrdinalIgnoreCase))
            {
                reading.Execute(Certainty.Certain, reading.Label + " " + word.Text);
            }
        }
    }

    public static void Manage(ParsedArguments arguments, ReadingBuilder reading)
    {
        var verb = arguments.Operands.Count > 0 ? arguments.Operands[0].Text : "";
        var second = arguments.Operands.Count > 1 ? arguments.Operands[1].Text : "";
        if (reading.Label is "service" or "rc-service" or "chkconfig" or "update-rc.d")
        {
            (verb, second) = (second, verb);
            if (second.Contains('/'))
            {
                // The name is a file below the folder of init scripts, and nothing keeps it there.
                reading.Execute(arguments.Operands[0]);
                reading.Execute(Certainty.Unknown);
            }
        }

        if (reading.Label == "loginctl")
        {
            // Its pager is one that starts a shell.
            reading.Execute(Certainty.Possible);
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
