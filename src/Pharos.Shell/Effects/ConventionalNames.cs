using System.Collections.Frozen;

namespace Pharos.Shell.Effects;

/// <summary>The vocabulary of <see cref="Conventions"/>: what names of programs and subcommands say by themselves.</summary>
internal static class ConventionalNames
{
    private static readonly FrozenSet<string> Looks = Set(
        "list ls show status info view describe help version search find query check verify validate lint diff log logs history stats stat inspect explain tree graph doctor which where whoami usage "
        + "examples man docs print display count preview summary report analyze analyse audit test-connection outdated current");

    /// <summary>Work on the files of a project, which it builds, converts or checks.</summary>
    private static readonly FrozenSet<string> Works = Set(
        "build compile fmt format render convert generate parse test bench lint init new typecheck transpile bundle minify extract compress decompress encode decode encrypt decrypt sort merge split");

    /// <summary>Words that change, send or destroy something beyond the files named.</summary>
    private static readonly FrozenSet<string> Changes = Set(
        "delete destroy remove rm rmi purge drop wipe erase kill stop start restart reboot shutdown halt reset revoke disable enable install uninstall add set unset create update upgrade apply deploy "
        + "publish push upload send post put sync copy cp mv move import export login logout auth register connect attach mount umount unmount format flash burn write dd exec execute run eval shell script "
        + "spawn command cmd serve server listen daemon tunnel proxy forward scan attack crack brute inject exploit dump steal force all fuzz grant chmod chown chgrp passwd root admin sudo clean prune clear reverse payload meterpreter bind listener connect beacon exfil");

    /// <summary>Parts of a program's name that say it does more than look at files.</summary>
    private static readonly FrozenSet<string> ActingNames = Set(
        "sudo doas su exec execute run runner shell spawn eval inject exploit attack crack brute backdoor keylog miner wipe shred nuke destroy erase kill purge format mkfs flash install uninstall remove "
        + "delete reset reload restart stop start shutdown halt reboot hibernate suspend mount umount proxy tunnel serve server daemon listen send upload deploy publish sync copy remote connect login passwd "
        + "user group add mod set update upgrade setup enable disable mk rm partition fdisk boot grub kernel firewall iptables nft capture sniff spoof poison dos flood stress fuzz");

    private static readonly FrozenSet<string> Domains = Set("com net org io dev app co uk de fr nl eu us ru cn jp br info biz xyz top site online cloud ai gg tk ml onion local internal lan edu gov mil int");

    private static readonly FrozenSet<string> Runners = Set(
        "sh bash dash zsh ksh mksh ash rbash yash posh fish csh tcsh busybox sudo su ssh python python2 python3 perl ruby node php lua tclsh awk gawk env xargs exec eval source nc ncat netcat socat "
        + "curl wget rm dd mkfs chmod chown kill shred crontab at nohup setsid script expect vi vim nano ed emacs gdb telnet ftp scp rsync pwsh powershell cmd docker kubectl git make");

    /// <summary>True for a bare name that tells nothing out of the ordinary.</summary>
    public static bool IsPlainProgram(string name)
    {
        // A name that ends like a shell's may be one, and so may a very short one (rc, es).
        if (name.Length is < 3 or > 40 || !char.IsAsciiLetterOrDigit(name[0]) || name.EndsWith("sh", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or '+'))
            {
                return false;
            }
        }

        foreach (var part in name.Split(['-', '_', '.', '+']))
        {
            if (ActingNames.Contains(part) || Runners.Contains(part))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for the last part of a host's name.</summary>
    public static bool IsDomain(string part) => Domains.Contains(part);

    /// <summary>True for a subcommand that only looks.</summary>
    public static bool IsLook(string verb) => Looks.Contains(verb);

    /// <summary>True for a subcommand that works on files of the project.</summary>
    public static bool IsWork(string verb) => Works.Contains(verb);

    /// <summary>True for a word that changes, sends or destroys, alone or as a part (<c>volume-delete</c>).</summary>
    public static bool IsChange(string word)
    {
        if (Changes.Contains(word))
        {
            return true;
        }

        foreach (var part in word.Split(['-', '_', ':', '.']))
        {
            if (Changes.Contains(part))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for the name of a program that runs others, fetches or destroys, which as an argument may be what is run.</summary>
    public static bool RunsOthers(string word) => Runners.Contains(word);

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
