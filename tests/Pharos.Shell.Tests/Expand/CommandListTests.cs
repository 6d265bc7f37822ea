namespace Pharos.Shell.Tests.Expand;

public class CommandListTests
{
    [Theory]
    [InlineData("git status; zzz --wipe", "git status", "zzz --wipe")]
    [InlineData("a && b || c & d", "a", "b", "c", "d")]
    [InlineData("a\nb", "a", "b")]
    [InlineData("a\rb", "a", "b")]
    [InlineData("a | b |& c", "a", "b", "c")]
    [InlineData("! a", "a")]
    [InlineData("time -p a", "a")]
    [InlineData("!(rm -rf /)", "rm -rf /")]
    [InlineData("(a; { b; })", "a", "b")]
    [InlineData("if a; then b; elif c; then d; else e; fi", "a", "b", "c", "d", "e")]
    [InlineData("while a; do b; done", "a", "b")]
    [InlineData("until a; do b; done", "a", "b")]
    [InlineData("for ((i=0; i<9; i++)); do b; done", "b")]
    [InlineData("case x in a|b) c;; (*) d;& e) f;;& esac", "c", "d", "f")]
    [InlineData("select x in a; do b; done", "b")]
    [InlineData("coproc a b", "a b")]
    [InlineData("coproc N { a; }", "a")]
    [InlineData("[[ -n $(a) && x =~ ^(b|c)$ ]] && d", "a", "d")]
    [InlineData("a # ; b", "a")]
    [InlineData("a\\\n b", "a b")]
    [InlineData("f() { rm \"$1\"; }; f /etc", "rm /etc")]
    [InlineData("function f { a; }; :", ":")]
    [InlineData("git() { rm -rf /; }; git status", "rm -rf /")]
    public void Every_command_that_would_run_is_listed(string script, params string[] commands) => Sandbox.Run(script).ShouldBe(commands);

    [Theory]
    [InlineData("r''m -rf /")]
    [InlineData("r\\m -rf /")]
    [InlineData("$'\\x72m' -rf /")]
    [InlineData("$'\\162m' -rf /")]
    [InlineData("\"rm\" -r\"f\" /")]
    [InlineData("$\"rm\" -rf /")]
    [InlineData("X=rm; $X -rf /")]
    [InlineData("X='rm -rf'; $X /")]
    [InlineData("X=r; ${X}m -rf /")]
    [InlineData("X=xrmx; ${X:1:2} -rf /")]
    [InlineData("X=RM; ${X,,} -rf /")]
    [InlineData("X=; ${X:-rm} -rf /")]
    [InlineData("X=; $X rm -rf /")]
    [InlineData("{rm,-rf,/}")]
    [InlineData("a=(rm -rf /); \"${a[@]}\"")]
    [InlineData("set -- rm -rf /; \"$@\"")]
    [InlineData("X=rm,-rf,/; IFS=,; $X")]
    [InlineData("rm -rf \\\n/")]
    [InlineData("for c in rm; do $c -rf /; done")]
    [InlineData("rm -rf ${HOME:0:1}")]
    public void Quoting_and_variables_do_not_hide_a_command(string script)
    {
        var command = Sandbox.Analyze(script).Commands[^1];
        command.Program.ShouldSatisfyAllConditions(word => word.Text.ShouldBe("rm"), word => word.IsKnown.ShouldBeTrue());
        command.Arguments.Select(word => word.Text).ShouldBe(["-rf", "/"]);
    }

    [Theory]
    [InlineData("echo $(evil)")]
    [InlineData("echo `evil`")]
    [InlineData("echo \"`evil`\"")]
    [InlineData("echo \"$(evil)\"")]
    [InlineData("echo ${x:-$(evil)}")]
    [InlineData("echo \"${x:-`evil`}\"")]
    [InlineData("echo ${x/a/$(evil)}")]
    [InlineData("echo ${x[$(evil)]}")]
    [InlineData("echo $((a[$(evil)]))")]
    [InlineData("echo $[ $(evil) ]")]
    [InlineData("(( a[$(evil)] ))")]
    [InlineData("x[$(evil)]=1")]
    [InlineData("x=(1 $(evil))")]
    [InlineData("x=$(evil)")]
    [InlineData("export x=$(evil)")]
    [InlineData("cat <(evil)")]
    [InlineData("cat > >(evil)")]
    [InlineData("cat > $(evil)")]
    [InlineData("cat <<EOF\n$(evil)\nEOF")]
    [InlineData("cat <<-EOF\n\t`evil`\n\tEOF")]
    [InlineData("cat <<< $(evil)")]
    [InlineData("case $(evil) in a) ;; esac")]
    [InlineData("case a in $(evil)) ;; esac")]
    [InlineData("for x in $(evil); do :; done")]
    [InlineData("shopt -s extglob\necho @(a|$(evil))")]
    [InlineData("echo $(( (1) )) $( (evil) )")]
    [InlineData("echo $((evil) )")]
    [InlineData("echo \"${x#\"$(evil)\"}\"")]
    [InlineData("echo $(cat <<'EOF'\n)\nEOF\nevil)")]
    public void Substitutions_are_found_wherever_they_stand(string script)
    {
        var analysis = Sandbox.Analyze(script);
        analysis.Parsed.ShouldBeTrue();
        analysis.Commands.ShouldContain(command => command.Program.Text == "evil");
    }

    [Theory]
    [InlineData("cat <<'EOF'\n$(evil)\nEOF")]
    [InlineData("echo '$(evil)'")]
    [InlineData("echo \\$\\(evil\\)")]
    [InlineData("# $(evil)\n:")]
    [InlineData("echo \"\\$(evil)\"")]
    public void Quoted_text_is_data(string script) => Sandbox.Analyze(script).Commands.ShouldNotContain(command => command.Program.Text == "evil");

    [Theory]
    [InlineData("$UNSET -rf /")]
    [InlineData("$(a) -rf /")]
    [InlineData("/bin/r? -rf /")]
    [InlineData("if a; then X=rm; else X=ls; fi; $X /")]
    [InlineData("alias ls='rm -rf /'; ls")]
    [InlineData("gi\u0442 status")]
    [InlineData("a\u200Bb")]
    [InlineData("a \u202Eb")]
    [InlineData("a \0b")]
    [InlineData("a \rb")]
    [InlineData("echo \"$\\\n(evil)\"")]
    [InlineData("X=ls; $X\\\nY")]
    [InlineData("eval x=(\\$\\(evil\\))")]
    [InlineData("echo ${(e)x}")]
    [InlineData(": $[ x='a[$(touch FLAG)]', x ]")]
    [InlineData("x='a[$(touch FLAG)]'; : $((x))")]
    [InlineData("f() { f | f & }; f")]
    [InlineData("a 'b")]
    [InlineData("a )")]
    [InlineData("if a; then b")]
    public void What_cannot_be_understood_is_said(string script) => Sandbox.Analyze(script).Unknowns.ShouldNotBeEmpty();

    [Theory]
    [InlineData("make test")]
    [InlineData("git commit -m \"It's done (really)\"")]
    [InlineData("for f in *.c; do echo \"$f\"; done")]
    [InlineData("cd src && ls -la | grep x > /dev/null 2>&1")]
    [InlineData("if [ -f a ]; then cat a; fi")]
    public void Ordinary_work_leaves_nothing_unknown(string script) => Sandbox.Analyze(script).Unknowns.ShouldBeEmpty();

    [Fact]
    public void Thousands_of_commands_are_a_limit_that_is_said()
    {
        var analysis = Sandbox.Analyze(string.Concat(Enumerable.Repeat("a;", 3000)));
        analysis.Unknowns.ShouldContain(unknown => unknown.Why.Contains("more commands"));
    }
}
