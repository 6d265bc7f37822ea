using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Nested;

/// <summary>Programs that carry a command for something else to run: the effect of what they carry is seen.</summary>
public sealed class CarrierTests
{
    [Theory]
    [InlineData("ssh host 'rm -rf /'")]
    [InlineData("ssh -p 22 -o BatchMode=yes user@host rm -rf /")]
    [InlineData("ssh -o ProxyCommand='rm -rf /' host")]
    [InlineData("docker run --rm -v /:/x alpine rm -rf /")]
    [InlineData("docker run --entrypoint sh alpine -c 'rm -rf /'")]
    [InlineData("docker exec -it -u root web sh -c 'rm -rf /'")]
    [InlineData("podman run alpine rm -rf /")]
    [InlineData("kubectl exec -it pod -c app -- sh -c 'rm -rf /'")]
    [InlineData("kubectl run x --image=alpine -- rm -rf /")]
    [InlineData("git -c core.sshCommand='rm -rf /' fetch")]
    [InlineData("git -c alias.x='!rm -rf /' x")]
    [InlineData("git -c core.pager='rm -rf /' log")]
    [InlineData("git config alias.x '!rm -rf /'")]
    [InlineData("find . -name x -exec rm -rf / \\;")]
    [InlineData("find . -execdir sh -c 'rm -rf /' +")]
    [InlineData("xargs -I{} rm -rf /")]
    [InlineData("xargs -n1 -P4 sh -c 'rm -rf /'")]
    [InlineData("sudo -n rm -rf /")]
    [InlineData("doas rm -rf /")]
    [InlineData("su root -c 'rm -rf /'")]
    [InlineData("runuser -u x -- rm -rf /")]
    [InlineData("runuser -l x -c 'rm -rf /'")]
    [InlineData("pkexec rm -rf /")]
    [InlineData("setpriv --reuid=0 rm -rf /")]
    [InlineData("env -S 'rm -rf /'")]
    [InlineData("env -S'rm -rf /'")]
    [InlineData("env --split-string='rm -rf /'")]
    [InlineData("watch -n 1 'rm -rf /'")]
    [InlineData("script -q -c 'rm -rf /' log")]
    [InlineData("flock -n /tmp/l -c 'rm -rf /'")]
    [InlineData("flock /tmp/l rm -rf /")]
    [InlineData("parallel rm -rf ::: /")]
    [InlineData("parallel -j2 'rm -rf /' ::: a b")]
    [InlineData("tmux new 'rm -rf /'")]
    [InlineData("tmux new-session -d -s x 'rm -rf /'")]
    [InlineData("tmux new-window 'rm -rf /'")]
    [InlineData("tmux split-window -h 'rm -rf /'")]
    [InlineData("tmux run-shell 'rm -rf /'")]
    [InlineData("tmux send-keys -t x 'rm -rf /' Enter")]
    [InlineData("screen -dm rm -rf /")]
    [InlineData("screen -dmS x sh -c 'rm -rf /'")]
    [InlineData("at now <<EOF\nrm -rf /\nEOF")]
    [InlineData("batch <<< 'rm -rf /'")]
    [InlineData("echo 'rm -rf /' | at now")]
    [InlineData("crontab - <<EOF\n* * * * * rm -rf /\nEOF")]
    [InlineData("echo '* * * * * rm -rf /' | crontab -")]
    [InlineData("systemd-run rm -rf /")]
    [InlineData("systemd-run --user --on-calendar=daily -- sh -c 'rm -rf /'")]
    [InlineData("gdb -nx -ex '!rm -rf /' -ex quit")]
    [InlineData("gdb -ex 'shell rm -rf /'")]
    [InlineData("gdb --batch --eval-command='python import os; os.system(\"rm -rf /\")'")]
    [InlineData("vim -c ':!rm -rf /'")]
    [InlineData("vim -c '!rm -rf /' -c q")]
    [InlineData("vi +'!rm -rf /'")]
    [InlineData("nvim --cmd '!rm -rf /'")]
    [InlineData("vim -es -c 'call system(\"rm -rf /\")'")]
    [InlineData("ed x <<< '!rm -rf /'")]
    [InlineData("ed -s <<EOF\n!rm -rf /\nq\nEOF")]
    [InlineData("less +'!rm -rf /' x")]
    [InlineData("man -P 'rm -rf /' ls")]
    [InlineData("man --pager='rm -rf /' ls")]
    [InlineData("tar cf x . --checkpoint=1 --checkpoint-action=exec='rm -rf /'")]
    [InlineData("tar xf x --to-command='rm -rf /'")]
    [InlineData("tar -I 'rm -rf /' -cf x .")]
    [InlineData("tar --use-compress-program='rm -rf /' -cf x .")]
    [InlineData("tar cf x . --rsh-command='rm -rf /'")]
    [InlineData("rsync -e 'rm -rf /' a h:b")]
    [InlineData("rsync --rsh='sh -c \"rm -rf /\"' a h:b")]
    [InlineData("zip x y -T -TT 'rm -rf / #'")]
    [InlineData("zip x y -T --unzip-command='rm -rf /'")]
    [InlineData("sort --compress-program='rm -rf /' x", false)]
    [InlineData("expect -c 'spawn rm -rf /'")]
    [InlineData("expect -c 'exec rm -rf /'")]
    [InlineData("echo 'exec rm -rf /' | tclsh")]
    [InlineData("echo 'import os; os.system(\"rm -rf /\")' | python3")]
    [InlineData("tclsh <<< 'exec rm -rf /'")]
    [InlineData("busybox sh -c 'rm -rf /'")]
    [InlineData("openssl req -engine /tmp/x.so", false)]
    [InlineData("openssl engine -pre SO_PATH:/tmp/x.so -pre LOAD dynamic", false)]
    [InlineData("gcc -wrapper 'rm,-rf,/' x.c")]
    [InlineData("gcc -wrapper sh,-c,'rm -rf /' x.c")]
    [InlineData("make -f - <<EOF\nall:\n\trm -rf /\nEOF")]
    [InlineData("make SHELL='rm -rf /'", false)]
    [InlineData("make -s --eval='$(shell rm -rf /)' x")]
    [InlineData("make --eval='x:\n\t-rm -rf /'")]
    [InlineData("psql -c '\\! rm -rf /'")]
    [InlineData("sqlite3 x.db '.shell rm -rf /'")]
    [InlineData("mysql -e '\\! rm -rf /'")]
    [InlineData("mysql -e 'system rm -rf /'")]
    [InlineData("psql -c \"COPY t FROM PROGRAM 'rm -rf /'\"")]
    [InlineData("psql <<EOF\n\\! rm -rf /\nEOF")]
    [InlineData("sqlite3 x.db <<EOF\n.system rm -rf /\nEOF")]
    [InlineData("nohup bash -c 'rm -rf /' &")]
    [InlineData("strace -f rm -rf /")]
    [InlineData("unshare -r rm -rf /")]
    [InlineData("nsenter -t 1 -m rm -rf /")]
    [InlineData("chroot /x rm -rf /")]
    [InlineData("capsh --uid=0 -- -c 'rm -rf /'")]
    [InlineData("start-stop-daemon -S -x /bin/rm -- -rf /")]
    [InlineData("firejail rm -rf /")]
    [InlineData("emacs --batch --eval '(shell-command \"rm -rf /\")'")]
    [InlineData("git log --pretty=x | xargs -0 bash -c 'rm -rf /'")]
    [InlineData("nmap --script=x.nse h", false)]
    [InlineData("perf stat rm -rf /")]
    [InlineData("socat - EXEC:'rm -rf /'")]
    [InlineData("socat TCP-LISTEN:1 SYSTEM:'rm -rf /'")]
    [InlineData("nc -e 'rm -rf /' h 1", false)]
    [InlineData("ncat -c 'rm -rf /' h 1")]
    [InlineData("split --filter='rm -rf /' x")]
    [InlineData("entr sh -c 'rm -rf /'")]
    [InlineData("npx -c 'rm -rf /'")]
    [InlineData("uv run python -c 'import shutil; shutil.rmtree(\"/\")'")]
    [InlineData("poetry run rm -rf /")]
    [InlineData("bundle exec rm -rf /")]
    [InlineData("direnv exec . rm -rf /")]
    [InlineData("nix-shell --run 'rm -rf /'")]
    [InlineData("nix-shell -p x --command 'rm -rf /'")]
    public void A_carried_destruction_is_seen(string script, bool known = true)
    {
        var analysis = Sandbox.Analyze(script);
        if (known)
        {
            analysis.Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");
        }
        else
        {
            (analysis.Unknowns.Count > 0 || analysis.Effects.Any(static effect => effect.Kind is EffectKind.Execute && effect.Certainty != Certainty.Possible)).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_script_of_package_json_is_read_where_the_disk_may_be_looked_at()
    {
        var context = Sandbox.Context with { Files = new Project() };
        new ShellAnalyzer().Analyze("npm run clean", context).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");
    }

    private sealed class Project : IFileView
    {
        public FileLook Look(string absolutePath) => new(absolutePath == "/workspace/package.json" ? FileKind.File : FileKind.Absent, absolutePath);

        public string? ReadText(string absolutePath, int maximumBytes) => absolutePath == "/workspace/package.json" ? """{"scripts":{"clean":"rm -rf /"}}""" : null;
    }
}
