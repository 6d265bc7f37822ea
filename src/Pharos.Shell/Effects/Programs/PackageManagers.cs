namespace Pharos.Shell.Effects.Programs;

/// <summary>Package managers: installing runs the packages' own scripts.</summary>
internal static class PackageManagers
{
    private const string Ordinary = "--installed --upgradable --all-versions --verbose-versions --cask --casks --formula --formulae --formulas --desc --pinned --build-from-source --installed-as-dependency --installed-on-request --greedy --dry-run --cleanup --prune=none --HEAD --force-bottle --quarantine --prefix=list --channel=none --name=none "
        + "--override-channels --strict-channel-priority --envs --base --info --clone=none --file=read --export --no-pin --revisions --index-cache --tempfiles --tarballs --force-pkgs-dirs --packages --freeze-installed --no-deps --only-deps --update-deps --update-all --keep-env --copy --stack --show --describe --append --prepend --add --get --append=none "
        + "--toolchain=none --component=none --profile=none --default-toolchain=none --lts --latest-npm --reinstall-packages-from=none --reinstall --download-only --fix-missing --fix-broken --simulate --purge --autoremove --install-recommends --no-install-recommends --install-suggests --reinstall --only-upgrade --allow-downgrades --default-release=none --showduplicates --enablerepo=none --disablerepo=none --repo=none "
        + "--refresh --best --allowerasing --skip-broken --skip-unavailable --nogpgcheck!weaken --assumeno --setopt=none --releasever=none --installroot=list --whatprovides=none --requires --resolve --deplist --arches=none --spec --srpm --source --security --bugfix --advisory=none --destdir=write --dest=write --log=write --wheel-dir=write --download-path=write --repoid=none --cached "
        + "--app --runtime --user --system --columns=none --if-not-exists --unused --delete-data --or-update --commit=none --classic --devmode --edge --beta --candidate --stable --channel=none --dangerous!weaken --jailmode --auto-select --update-cache --virtual=none --no-cache --repository=url --allow-untrusted!weaken --ask --pretend --oneshot --onlydeps --deep --newuse --unmerge --depclean --sync --resume "
        + "--lts --no-progress --default --no-document --version=none --platform=none --pre --prerelease --conservative --minimal-deps --development --trust-policy=none --sort-by-priority --updates-only --details --with-dependencies --no-confirm --auto-agree-with-licenses --print-build-logs --impure!weaken --expr=code --apply=code --legacy --template=none --out-link=write --store=none --sandbox --query --uninstall --attr=none --from-file=read --self --backup --backupdir=write --data=none --only-installed --global --local ";

    private static readonly ProgramEntry[] Verbs =
    [
        new("list search show info policy depends rdepends madison outdated deps home leaves doctor config desc which provides whatprovides repolist history check check-update freeze cat cache-dir versions files contents ls verify moo changelog version help env prefix find inspect shell-env status homepage desc why uses", "none*", OptionTables.Letters + OptionTables.Build + Ordinary + "-o=none!exec? -c=none!exec?", "list") { After = PipConfig },
        new("install add reinstall upgrade update dist-upgrade full-upgrade build-dep download source refresh groupinstall localinstall in up dup wheel tap bundle switch pin hold mark fetch build exec run develop switch-to-configuration sync use select tool python default toolchain target component override", "package*", OptionTables.Letters + OptionTables.Build + Ordinary + "-c|--config-file=script!exec?? -o|--option=none!exec?? -r|--requirement=read -i|--index-url=url --extra-index-url=url -e=guess -t|--target=write", "net exec?"),
        new("remove purge autoremove uninstall rm del erase autoclean clean delete unlink", "none*", OptionTables.Letters + OptionTables.Build + Ordinary + "--zap --ignore-dependencies", "install"),
        new("*", "none*", "", "install"),
        new("", "", "", "list"),
    ];

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("apt apt-get aptitude dnf yum dnf5 dnf4 microdnf zypper apk brew pip pip3 gem conda mamba micromamba snap flatpak port choco winget scoop nix-env nix emerge xbps-install pkg opkg eopkg swupd slackpkg urpmi tdnf tlmgr luarocks cpanm pecl pear gup asdf mise sdk nvm fnm volta pyenv rbenv rvm nodenv rustup ghcup goenv jenv tfenv perlbrew phpenv proto n", "",
            "-y|--yes|--assume-yes -q -qq -v -c|--config-file=script!exec?? -o|--option=none!exec?? -t|--target-release=none --no-* --allow-* --fix-* -V -s -d -n -p -e -C=none --install --uninstall --upgrade --query --ask --prefix --cellar --repository --sync --editor=shell --python=none --proxy=host --isolated --log=write --cert=read --client-cert=key --trusted-host=none --config=none!exec? --config-file=script --option=none!exec?") { Subcommands = Verbs },
        new("apt-cache apt-file dpkg-query apt-config apt-show-versions rpmkeys equery repoquery pkginfo", "none*", "", "list") { Traits = Traits.Harmless },
        new("dpkg rpm pacman yay paru dpkg-deb installer softwareupdate apt-mark apt-key add-apt-repository debconf-set-selections makepkg pkgutil slapt-get guix paccache pikaur pkcon gdebi", "guess*", "-a* -b* -c* -d* -f* -g* -h* -i* -k* -l* -m* -n* -o* -p* -q* -r* -s* -t* -u* -v* -w* -x* -y* -A* -C* -D* -F* -G* -I* -K* -L* -P* -Q* -R* -S* -T* -U* -V* -W* --eval|-E=none!exec? --define|-D=none!exec? --pipe=shell --root=list --hooks-dir|--hookdir=list!exec?? --config=script --pre-invoke|--post-invoke=shell --force-*=none --install --remove --purge --list* --status --search --listfiles --contents --info --field* --print-* --configure --unpack --extract=write --vextract=write --control=write --raw-extract=write --build --reconf --query --queryformat=none --qf=none --whatprovides=none --whatrequires=none --requires --provides --changelog --scripts --triggers --verify --checksig --import=read!weaken --erase --upgrade --freshen --nodeps --test --hash --percent --root=list --sync --refresh --sysupgrade --needed --noconfirm --asdeps --asexplicit --deps --unneeded --cascade --recursive --nosave --clean --database --files --owns --native --foreign --unrequired --keyserver=host --recv-keys --fetch-keys --del --finger --package=none --target=none --volinfo --pkginfo --allow --dominfo --keep=none --uninstalled --download --schedule --all --recommended --background --add-architecture=none") { Traits = Traits.SingleDash, After = Flagged },
        new("rpmquery", "guess*", "-q -a -i -l -f -c -d -p -R -s -v --queryformat=none --qf=none --eval|-E=none!exec? --define|-D=none!exec? --pipe=shell --whatprovides=none --whatrequires=none --changelog --scripts --requires --provides --info --list", "list"),
        new("twine flit setuptools virtualenv venv pip-compile pip-sync pip-audit npm-check-updates ncu npm-check license-checker", "guess*", "", "exec? net?") { Traits = Traits.Harmless },
    ];

    /// <summary><c>pip config --editor</c> and <c>pip config set</c> decide what later runs start and where they fetch from.</summary>
    private static void PipConfig(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (!reading.Label.EndsWith(" config", StringComparison.Ordinal))
        {
            return;
        }

        var words = reading.Command.Arguments;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Text == "--editor" && i + 1 < words.Count)
            {
                reading.Script(words[i + 1], reading.Label + " --editor");
                reading.Execute(Certainty.Certain, reading.Label + " --editor");
            }
            else if (words[i].Text is "edit" or "set" or "unset" or "debug" or "--set" or "--add" or "--append" or "--prepend")
            {
                reading.Add(EffectKind.Persist, Certainty.Possible, TargetKind.Program, reading.Label);
            }
        }
    }

    private static void Flagged(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in reading.Command.Arguments)
        {
            var text = word.Text;
            if (text.StartsWith("-q", StringComparison.Ordinal) || text.StartsWith("-Q", StringComparison.Ordinal) || text.StartsWith("-Ss", StringComparison.Ordinal) || text.StartsWith("-Si", StringComparison.Ordinal)
                || text is "-l" or "-L" or "-s" or "-S" or "--list" or "--listfiles" or "--search" or "--status" or "-p" or "--info" or "-F" or "showmanual" or "showauto" or "showhold" or "-I" or "-c")
            {
                return;
            }
        }

        reading.Add(EffectKind.Install, Certainty.Certain, TargetKind.Package, arguments.Operands.Count > 0 ? arguments.Operands[0].Text : reading.Label);
        reading.Execute(Certainty.Possible);
    }
}
