using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Nested;

/// <summary>Ways past other guards that were published, each by its number, so that none of them works here.</summary>
public sealed class PublishedBypassTests
{
    [Theory]
    [InlineData("echo x; touch flag", "touch flag")]
    [InlineData("echo x && touch flag", "touch flag")]
    [InlineData("echo x | touch flag", "touch flag")]
    [InlineData("echo x & touch flag", "touch flag")]
    [InlineData("echo x |& touch flag", "touch flag")]
    [InlineData("echo x\ntouch flag", "touch flag")]
    [InlineData("echo $(touch flag)", "touch flag")]
    [InlineData("echo `touch flag`", "touch flag")]
    [InlineData("echo <(touch flag)", "touch flag")]
    [InlineData("echo x > >(touch flag)", "touch flag")]
    [InlineData("echo ${x:-$(touch flag)}", "touch flag")]
    [InlineData("echo $((a[$(touch flag)]))", "touch flag")]
    [InlineData("echo \"$(touch flag)\"", "touch flag")]
    [Trait("Issue", "claude-code#4956")]
    public void Nothing_rides_along_with_an_allowed_prefix(string script, string command) => Sandbox.Run(script).ShouldContain(command);

    [Theory]
    [InlineData("cd /tmp && rm -rf x", "Delete", "/tmp/x")]
    [InlineData("cd .. ; rm -rf etc", "Delete", "etc")]
    [Trait("Issue", "claude-code#28784")]
    public void Changing_the_folder_first_moves_what_follows(string script, string kind, string target) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => effect.Kind.ToString() == kind && effect.Target == target);

    [Theory]
    [InlineData("git status; rm -rf /")]
    [InlineData("git status && rm -rf /")]
    [InlineData("git status | xargs rm -rf /")]
    [Trait("Issue", "claude-code#15763, #16180, #36637")]
    public void Every_part_of_a_compound_line_counts(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");

    [Theory]
    [InlineData("eval \"$(echo rm -rf /)\"")]
    [InlineData("x='rm -rf /'; eval $x")]
    [InlineData("echo $(rm -rf /)")]
    [InlineData("echo `rm -rf /`")]
    [Trait("Issue", "claude-code#39601, gemini-cli#5495, #6389")]
    public void Substitutions_backticks_and_eval_run(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");

    [Theory]
    [InlineData("rm -fr /")]
    [InlineData("rm -r -f /")]
    [InlineData("rm --recursive --force /")]
    [InlineData("rm --recur --forc /")]
    [InlineData("rm / -rf")]
    [InlineData("rm -f -- /")]
    [InlineData("rm -R /")]
    [InlineData("rm --no-preserve-root -rfv /")]
    [Trait("Issue", "claude-code#18613")]
    public void Order_and_spelling_of_flags_change_nothing(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");

    [Theory]
    [InlineData("git log; touch x")]
    [InlineData("git log && touch x")]
    [Trait("Issue", "claude-code#94314, #58424")]
    public void A_log_that_also_touches_is_a_write(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Write && effect.Target == "/workspace/x");

    [Theory]
    [InlineData("sed -i s/a/b/ f", "Write", "/workspace/f")]
    [InlineData("sed -n '1w /etc/cron.d/x' f", "Write", "/etc/cron.d/x")]
    [InlineData("sed 's/a/b/w /etc/cron.d/x' f", "Write", "/etc/cron.d/x")]
    [InlineData("sed '1e rm -rf /' f", "Delete", "/")]
    [InlineData("sed 's/.*/id/e' f", "Execute", "sed s///e")]
    [InlineData("sed --in-pl s/a/b/ f", "Write", "/workspace/f")]
    [Trait("Issue", "claude-code#55313, GHSA-mhg7-666j-cqg4, GHSA-7mv8-j34q-vp7q")]
    public void Sed_writes_and_runs(string script, string kind, string target) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => effect.Kind.ToString() == kind && effect.Target == target);

    [Theory]
    [InlineData("echo \"\\\"; rm -rf /; echo \\\"\"", false)]
    [InlineData("echo \"\"; rm -rf /; echo \"\"", true)]
    [Trait("Issue", "CVE-2025-54795")]
    public void Quotes_decide_what_is_text(string script, bool deletes) =>
        Sandbox.Analyze(script).Effects.Any(static effect => effect.Kind == EffectKind.Delete).ShouldBe(deletes);

    [Theory]
    [InlineData("cat /workspace/../workspace-secret/x", "/workspace-secret/x")]
    [InlineData("cat /workspacer/x", "/workspacer/x")]
    [InlineData("cat ./.././../etc/passwd", "/etc/passwd")]
    [Trait("Issue", "CVE-2025-54794")]
    public void A_path_is_judged_as_a_path_and_not_as_a_prefix(string script, string path) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => effect.Kind == EffectKind.Read && effect.Target == path);

    [Theory]
    [InlineData("sort --compress-prog=sh x")]
    [InlineData("sort --compress-program='sh -c id' x")]
    [InlineData("man -P 'sh -c id' ls")]
    [InlineData("man --pager='sh -c id' ls")]
    [InlineData("git grep --open-files-in-pager='sh -c id' x")]
    [InlineData("git grep --open-files='sh -c id' x")]
    [InlineData("git fetch --upload-pack='sh -c id' x")]
    [InlineData("git fetch --upload-pa='sh -c id' x")]
    [InlineData("git -c core.sshCommand='sh -c id' fetch")]
    [InlineData("git -c alias.x='!id' x")]
    [InlineData("rg --pre='sh -c id' x")]
    [InlineData("tar cf x --checkpoint=1 --checkpoint-action=exec=id .")]
    [InlineData("tar cf x --checkpoint-act=exec=id .")]
    [InlineData("rsync -e 'sh -c id' a b")]
    [InlineData("ssh -o ProxyCommand='sh -c id' host")]
    [InlineData("find . -fprintf x %p -exec id \\;")]
    [InlineData("awk 'BEGIN{system(\"id\")}'")]
    [InlineData("xargs -a list -I{} sh -c id")]
    [Trait("Issue", "CVE-2025-66032")]
    public void Options_that_run_something_are_seen_however_they_are_spelt(string script)
    {
        var analysis = Sandbox.Analyze(script);
        (analysis.Commands.Count > 1 || analysis.Effects.Any(static effect => effect.Kind == EffectKind.Execute)).ShouldBeTrue();
    }

    [Fact]
    [Trait("Issue", "Adversa AI, patched in claude-code 2.1.90")]
    public void The_last_of_many_commands_counts_as_the_first()
    {
        var script = string.Concat(Enumerable.Repeat("true; ", 300)) + "rm -rf /";
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");
    }

    [Fact]
    [Trait("Issue", "Adversa AI, patched in claude-code 2.1.90")]
    public void More_commands_than_are_analysed_is_said() =>
        Sandbox.Analyze(string.Concat(Enumerable.Repeat("true; ", 3_000)) + "rm -rf /").Unknowns.ShouldNotBeEmpty();

    [Theory]
    [InlineData("echo a\rrm -rf /")]
    [InlineData("echo a\r\nrm -rf /")]
    [InlineData("echo a\nrm -rf /")]
    [Trait("Issue", "gptme#840, supermemory#89, dyad#2305, carriage return as separator")]
    public void Newline_and_carriage_return_separate_commands(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");

    [Fact]
    [Trait("Issue", "codex#20113")]
    public void An_assignment_before_a_here_document_counts()
    {
        var analysis = Sandbox.Analyze("PATH=/tmp/evil cat <<EOF > f\nx\nEOF");
        analysis.Effects.ShouldContain(static effect => effect.Target == "PATH" && effect.Certainty == Certainty.Unknown);
        analysis.Effects.ShouldContain(static effect => effect.Kind == EffectKind.Write && effect.Target == "/workspace/f");
    }

    [Theory]
    [InlineData("echo x > /etc/cron.d/x", "/etc/cron.d/x")]
    [InlineData("cat < a >> ../../etc/profile", "/etc/profile")]
    [InlineData("{ echo x; } > /etc/cron.d/x", "/etc/cron.d/x")]
    [InlineData(": > /etc/cron.d/x", "/etc/cron.d/x")]
    [InlineData("> /etc/cron.d/x", "/etc/cron.d/x")]
    [Trait("Issue", "gemini-cli#16454, codex#10941, #11868")]
    public void A_redirection_is_a_write(string script, string path) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => effect.Kind == EffectKind.Persist && effect.Target == path);

    [Theory]
    [InlineData("echo $[ x='a[$(touch FLAG)]', x ]")]
    [InlineData("echo $(( x='a[$(touch FLAG)]', x ))")]
    [InlineData("x='a[$(touch FLAG)]'; ((x))")]
    [Trait("Issue", "gemini-cli#25935")]
    public void An_arithmetic_index_that_substitutes_is_never_understood(string script)
    {
        var analysis = Sandbox.Analyze(script);
        (analysis.Unknowns.Count > 0 || analysis.Effects.Any(static effect => effect.Certainty == Certainty.Unknown)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("export PAGER='sh -c id'; git log")]
    [InlineData("typeset -i x='a[$(id)]'")]
    [InlineData("declare -x GIT_SSH_COMMAND='sh -c id'")]
    [Trait("Issue", "CVE-2026-22708")]
    public void Commands_of_the_shell_itself_are_not_harmless(string script)
    {
        var analysis = Sandbox.Analyze(script);
        (analysis.Unknowns.Count > 0 || analysis.Commands.Any(static command => command.Program.Text == "id")
            || analysis.Effects.Any(static effect => effect.Kind == EffectKind.Execute)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("echo x > $(rm -rf /)")]
    [InlineData("cat <<EOF\n$(rm -rf /)\nEOF")]
    [Trait("Issue", "pi-packages#741")]
    public void Targets_and_unquoted_bodies_are_expanded(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");

    [Theory]
    [InlineData("cat > notes.md <<'EOF'\nrm -rf / is dangerous\nEOF")]
    [InlineData("cat <<EOF\nsudo rm -rf /\nEOF")]
    [InlineData("git commit -m 'remove rm -rf / from the script'")]
    [Trait("Issue", "Codewhale#6098")]
    public void A_text_that_only_mentions_a_command_is_a_text(string script) =>
        Sandbox.Analyze(script).Effects.ShouldNotContain(static effect => effect.Kind == EffectKind.Delete || effect.Kind == EffectKind.Escalate);

    [Theory]
    [InlineData("cat <<'EOF' | sh\nrm -rf /\nEOF")]
    [InlineData("bash -s <<-EOF\n\trm -rf /\n\tEOF")]
    [InlineData("cat <<A <<B | sh\nx\nA\nrm -rf /\nB")]
    [Trait("Issue", "qwen-code#9417")]
    public void A_here_document_that_reaches_a_shell_is_code(string script)
    {
        var analysis = Sandbox.Analyze(script);
        (analysis.Unknowns.Count > 0 || analysis.Effects.Any(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("r\u200Bm -rf /")]
    [InlineData("\u0441url http://x")]
    [InlineData("ls \u202E/ fr- mr")]
    [InlineData("ls \U000E0072\U000E006D")]
    [InlineData("git commit -m 'tidy \U000E0172'")]
    [InlineData("cat a\u2063b")]
    [Trait("Issue", "amd/gaia#2947")]
    public void Characters_that_cannot_be_seen_or_only_look_alike_are_said(string script) => Sandbox.Analyze(script).Unknowns.ShouldNotBeEmpty();

    [Theory]
    [InlineData("$'\\x72m' -rf /")]
    [InlineData("$'rm\\t' -rf /; rm -rf $'\\x2f'")]
    [InlineData("r\\\nm -rf /")]
    [InlineData("rm -r\\\nf /")]
    [InlineData("{rm,-rf,/}")]
    [Trait("Issue", "claude-code#39601")]
    public void Quoting_continuation_and_braces_do_not_hide_a_command(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Delete && effect.Target == "/");
}
