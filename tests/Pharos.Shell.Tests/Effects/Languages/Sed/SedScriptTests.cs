using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Languages.Sed;

public sealed class SedScriptTests
{
    [Theory]
    [InlineData("-n", "1,20p")]
    [InlineData("-E", "s/(a|b)/\\1w x/g;s,/etc,/opt,;/re/d")]
    [InlineData("-e", "/^#/!{s/[/]/e/;p;}")]
    [InlineData("-e", "1i\\\nw /etc/passwd\\\nmore")]
    [InlineData("-e", "a r /etc/shadow")]
    [InlineData("-e", ":a;N;$!ba;s/\\n/ /g")]
    [InlineData("-e", "y/abc/efg/;$!N;P;D")]
    [InlineData("-e", "\\,x,I,+3{=;l 5;q5}")]
    [InlineData("-n", "0~3p;2,/end/{//!p}")]
    [InlineData("-e", "s/x/\\//w /dev/stdout")]
    public void A_script_that_edits_the_stream_has_no_effect(string option, string script) => Reads.Words("sed", option, script).Effects().ShouldBeEmpty();

    [Theory]
    [InlineData("s/x/y/w /etc/cron.d/x", "Persist Certain /etc/cron.d/x")]
    [InlineData("s/[/]/y/gw out", "Write Certain /workspace/out")]
    [InlineData("1,5w out", "Write Certain /workspace/out")]
    [InlineData("/x/{p;W out\n}", "Write Certain /workspace/out")]
    [InlineData("r /etc/shadow", "ExposeSecret Certain /etc/shadow")]
    [InlineData("$!{R /etc/shadow\n}", "ExposeSecret Certain /etc/shadow")]
    [InlineData("1e id", "Execute Certain sed e")]
    [InlineData("s/.*/id/e", "Execute Certain sed s///e")]
    [InlineData("s|a|b|ge;p", "Execute Certain sed s///e")]
    [InlineData("k", "Execute Unknown sed script")]
    [InlineData("s/a/b", "Execute Unknown sed script")]
    public void What_a_script_does_is_named(string script, string effect) => Reads.Words("sed", "-ne", script).Effects().ShouldContain(effect);

    [Theory]
    [InlineData("sed '1e rm -rf /' x")]
    [InlineData("sed -n -e p -e 'e rm -rf /' x")]
    [InlineData("sed --expression='e rm -rf /' x")]
    [InlineData("sed --expr='e rm -rf /' x")]
    [InlineData("sed 's/^/rm -rf \\//e' x")]
    [InlineData("sed -nf - x <<< 'e rm -rf /'", false)]
    public void A_command_that_a_script_runs_is_found(string script, bool known = true) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => known ? effect.Kind == EffectKind.Delete && effect.Target == "/" : effect.Kind == EffectKind.Execute);

    [Theory]
    [InlineData("sed -i.bak -e s/a/b/ x", "Write Certain /workspace/x")]
    [InlineData("sed -ni p x", "Write Certain /workspace/x")]
    [InlineData("sed --in-pl s/a/b/ x", "Write Certain /workspace/x")]
    [InlineData("sed -Ei s/a/b/ x", "Write Certain /workspace/x")]
    public void Files_changed_in_place_are_written(string line, string effect) => Reads.Line(line).Effects().ShouldContain(effect);

    [Fact]
    public void The_ending_of_a_backup_is_not_a_script() => Reads.Words("sed", "-ie", "s/a/b/", "x").Effects().ShouldBe(["Read Certain /workspace/x", "Write Certain /workspace/x"]);
}
