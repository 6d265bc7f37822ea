namespace Pharos.Shell.Effects.Programs;

/// <summary>Package managers: installing runs the packages' own scripts.</summary>
internal static class PackageManagers
{
    private static readonly ProgramEntry[] Verbs =
    [
        new("list search show info policy depends rdepends madison outdated deps home leaves doctor config desc which provides whatprovides repolist history check check-update freeze cat cache-dir versions files contents ls verify moo changelog version help env prefix find inspect shell-env status homepage desc why uses", "none*", "", "list") { Traits = Traits.Harmless },
        new("install add reinstall upgrade update dist-upgrade full-upgrade build-dep download source refresh groupinstall localinstall in up dup wheel tap bundle switch pin hold mark fetch build exec run develop switch-to-configuration sync use select tool python default toolchain target component override", "package*", "-c|--config-file=script!exec?? -o|--option=none!exec?? -r|--requirement=read -i|--index-url=url --extra-index-url=url -e=guess -t|--target=write", "net exec?") { Traits = Traits.Harmless },
        new("remove purge autoremove uninstall rm del erase autoclean clean delete unlink", "none*", "", "install") { Traits = Traits.Harmless },
        new("*", "none*", "", "install") { Traits = Traits.Harmless },
        new("", "", "", "list"),
    ];

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("apt apt-get aptitude dnf yum dnf5 dnf4 microdnf zypper apk brew pip pip3 gem conda mamba micromamba snap flatpak port choco winget scoop nix-env nix emerge xbps-install pkg opkg eopkg swupd slackpkg urpmi tdnf tlmgr luarocks cpanm pecl pear gup asdf mise sdk nvm fnm volta pyenv rbenv rvm nodenv rustup ghcup goenv jenv tfenv perlbrew phpenv proto n", "",
            "-y|--yes|--assume-yes -q -qq -v -c|--config-file=script!exec?? -o|--option=none!exec?? -t|--target-release=none --no-* --allow-* --fix-* -V -s -d -n -p -e -C=none") { Traits = Traits.Harmless, Subcommands = Verbs },
        new("apt-cache apt-file dpkg-query apt-config apt-show-versions rpmkeys rpmquery equery repoquery pkginfo", "none*", "", "list") { Traits = Traits.Harmless },
        new("dpkg rpm pacman yay paru dpkg-deb installer softwareupdate apt-mark apt-key add-apt-repository debconf-set-selections makepkg pkgutil slapt-get guix paccache pikaur pkcon gdebi", "guess*", "--*") { Traits = Traits.Harmless, After = Flagged },
        new("twine flit setuptools virtualenv venv pip-compile pip-sync pip-audit npm-check-updates ncu npm-check license-checker", "guess*", "", "exec? net?") { Traits = Traits.Harmless },
    ];

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
