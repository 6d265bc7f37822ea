namespace Pharos.Shell.Effects.Programs;

/// <summary>Programs that run another program.</summary>
internal static class Wrappers
{
    private const Traits Wraps = Traits.StopAtOperand | Traits.NoHelp;

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("sudo doas pkexec run0 gosu su-exec", "command", "-u|--user=none -g|--group=none -C=none -D|--chdir=folder -h|--host=none -p|--prompt=none -r=none -t=none -T=none -U=none -R|--chroot=list -a=none -E|--preserve-env?none -H -n -S -b -k -K -l|--list -v -V -A -B -P -N -i|--login!exec?? -s|--shell!exec?? -e|--edit!exec?", "escalate") { Traits = Wraps, After = Env },
        new("env", "command", "-i|--ignore-environment -0|--null -u|--unset=none -C|--chdir=folder -S|--split-string=shell -v|--debug --version --help -P=none --block-signal?none --default-signal?none --ignore-signal?none --list-signal-handling -a|--argv0=none") { Traits = Wraps, After = Env },
        new("timeout gtimeout", "none command", "-k|--kill-after=none -s|--signal=none -v|--verbose -f|--foreground -p|--preserve-status") { Traits = Wraps },
        new("nice ionice chrt nohup setsid stdbuf time gtime caffeinate chronic ts unbuffer catchsegv prime-run fakeroot eatmydata proxychains proxychains4 torsocks torify rlwrap faketime linux32 linux64 setarch numactl cpulimit dbus-run-session xvfb-run systemd-inhibit taskset i386 tsocks winpty wine softlimit", "command",
            "-n|--adjustment=none -c|--class=none -p -o|--output=write -e=write -i|--input=none --error=none -f|--format=none -w -v -t -a -q -r -b -d -s -l=none -m=none --fork --wait --ctty --*") { Traits = Wraps, After = Number },
        new("xargs gxargs", "command", "-I|--replace?none -i?none -n|--max-args=none -P|--max-procs=none -L|--max-lines=none -l?none -s|--max-chars=none -d|--delimiter=none -E|--eof=none -e?none -a|--arg-file=read -0|--null -r|--no-run-if-empty -t|--verbose -p|--interactive -x|--exit -o --show-limits -J=none -R=none -S=none --process-slot-var=none --open-tty") { Traits = Wraps, Raw = Xargs },
        new("parallel", "none*", "", "exec??") { Raw = Parallel, Traits = Wraps },
        new("watch", "none*", "-n|--interval=none -d|--differences?none -t|--no-title -b|--beep -e|--errexit -g|--chgexit -c|--color -x|--exec -p -q=none -w -r -s=none") { Traits = Wraps, After = Joined },
        new("flock", "none command", "-c|--command=shell -w|--timeout|--wait=none -E=none -e -s -x -n|--nonblock -u -o -F --verbose") { Traits = Wraps, After = static (arguments, reading) => { if (arguments.Operands.Count > 2 && arguments.Operands[1].Text is "-c" or "--command") { reading.ReplaceNested([], "flock", []); reading.Script(arguments.Operands[2], "flock -c"); } } },
        new("script scriptreplay", "write", "--append --timing?none -c|--command=shell -q -a -e -f -t?none -T=write -I=write -O=write -B=write -E=none -m=none -o=none --return --flush") { After = static (arguments, reading) => { if (!arguments.Has("-c")) { reading.RunsStandardInput = true; } } },
        new("su runuser", "none", "-c|--command=shell -l|--login -s|--shell=program -m -p -g=none -G=none -P -w=none --session-command=shell -f -u=none", "escalate") { After = static (arguments, reading) => { if (!arguments.Has("-c")) { reading.RunsStandardInput = true; } } },
        new("chroot unshare nsenter bwrap firejail systemd-run systemd-nspawn proot setpriv capsh start-stop-daemon daemonize cgexec ip-netns schroot", "none*", "", "escalate? exec??") { Traits = Traits.Harmless | Traits.NoHelp, Raw = Contained },
        new("strace ltrace dtruss perf-trace", "command", "-o|--output=write --attach=process --follow-forks --trace=none --summary-only --summary --string-limit=none --relative-timestamps --absolute-timestamps --syscall-times --decode-fds -e=none -p=process -s=none -f -ff -c -t -tt -T -v -q -y -yy -C -r -i -x -k -S=none -u=none -E=none -P=list -a=none -O=none -b=none -I=none", "exec?") { Traits = Wraps },
        new("busybox toybox", "command") { Traits = Wraps },
        new("coproc noglob nocorrect", "command") { Traits = Wraps },
        new("ld.so ld-linux-x86-64.so.2", "script none*", "--preload=library --library-path=list --*") { Traits = Wraps },
    ];

    private static void Env(ParsedArguments arguments, ReadingBuilder reading)
    {
        var at = 0;
        var environment = new List<KeyValuePair<string, ShellWord>>();
        foreach (var word in arguments.Operands)
        {
            var equals = word.Text.IndexOf('=');
            if (equals <= 0)
            {
                break;
            }

            var value = ParsedArguments.Part(word, equals + 1);
            environment.Add(new(word.Text[..equals], value));
            EnvironmentEffects.Read(word.Text[..equals], value, reading);
            at++;
        }

        if (at > 0)
        {
            reading.ReplaceNested(SpecReader.Rest(arguments.Operands, at), reading.Label, environment);
        }

        if (reading.Label == "env" && arguments.Operands.Count == 0)
        {
            reading.Add(EffectKind.List, Certainty.Certain, TargetKind.Variable, "environment");
        }

        if (arguments.Operands.Count == 0 && (arguments.Has("-i") || arguments.Has("-s")) && reading.Label != "env")
        {
            reading.RunsStandardInput = true;
        }
    }

    private static void Number(ParsedArguments arguments, ReadingBuilder reading)
    {
        // taskset, chrt, faketime, setarch and proxychains' kin take one value before the command.
        if (reading.Label is "taskset" or "chrt" or "faketime" or "setarch" && arguments.Operands.Count > 1)
        {
            reading.ReplaceNested(SpecReader.Rest(arguments.Operands, 1), reading.Label, []);
        }
    }

    private static readonly ProgramSpec XargsSpec = new(Rows[4] with { Raw = null, Operands = "none*" });

    private static void Xargs(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var arguments = ParsedArguments.Parse(XargsSpec, words);
        if (arguments.UnknownOption is { } unknown)
        {
            reading.Execute(Certainty.Unknown, "xargs " + unknown.Text);
        }

        if (arguments.Value("-a") is { } file)
        {
            reading.Apply(Role.Read, file);
        }

        var token = arguments.Has("-I") ? arguments.Value("-I")?.Text ?? "{}" : arguments.Has("-i") ? "{}" : arguments.Value("-J")?.Text;
        var at = arguments.FirstOperandAt;
        if (arguments.Has("-I") && arguments.Value("-I") is null && at < words.Count)
        {
            token = words[at++].Text;
        }

        var command = new List<ShellWord>();
        for (; at < words.Count; at++)
        {
            var word = words[at];
            var index = token is null || token.Length == 0 ? -1 : word.Text.IndexOf(token, StringComparison.Ordinal);
            command.Add(index < 0 ? word : new ShellWord(word.Text, false, word.Text[..index], false, word.Span));
        }

        if (command.Count > 0)
        {
            if (token is null)
            {
                command.Add(new ShellWord("{}", false, "", false, reading.Command.Span));
            }

            reading.Nested(command, "xargs", extra: true);
        }
    }

    private static void Parallel(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        var at = 0;
        while (at < words.Count && words[at].Text.StartsWith('-'))
        {
            at += words[at].Text is "-j" or "--jobs" or "-n" or "-N" or "-a" or "--colsep" or "-C" or "--delay" ? 2 : 1;
        }

        var text = string.Join(' ', SpecReader.Rest(words, at).TakeWhile(static word => !word.Text.StartsWith(":::", StringComparison.Ordinal)).Select(static word => word.Text));
        if (text.Length == 0 || text.Contains('{'))
        {
            reading.Execute(Certainty.Possible, "parallel");
        }

        reading.Script(new ShellWord(text + " {}", text.Length > 0, text, false, reading.Command.Span), "parallel");
    }

    private static void Joined(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count > 0)
        {
            var text = string.Join(' ', arguments.Operands.Select(static word => word.Text));
            reading.Script(new ShellWord(text, arguments.Operands.All(static word => word.IsKnown), "", false, arguments.Operands[0].Span), "watch");
        }
    }

    private static void Contained(IReadOnlyList<ShellWord> words, ReadingBuilder reading)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (CodeScanner.IsShell(words[i].Text[(words[i].Text.LastIndexOf('/') + 1)..]) && words[i].Text.Length > 1)
            {
                reading.Nested(SpecReader.Rest(words, i), reading.Label);
                return;
            }
        }
    }
}
