using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Nested;

/// <summary>An effect names what it hits and which command has it, because rules and the protected targets go by both.</summary>
public sealed class AttributionTests
{
    [Theory]
    [InlineData("kill -9 -1", "-1")]
    [InlineData("kill -KILL -- -1", "-1")]
    [InlineData("kill -s TERM -1", "-1")]
    [InlineData("kill -- -1", "-1")]
    [InlineData("kill 4711", "4711")]
    [InlineData("kill -9 4711 1", "1")]
    [InlineData("kill -15 %1", "%1")]
    [InlineData("pkill -f pharos", "pharos")]
    [InlineData("pkill -u dev", "dev")]
    [InlineData("killall -9 node", "node")]
    [InlineData("killall5 -9", "-1")]
    [InlineData("sudo pkill -9 sshd", "sshd")]
    public void A_signal_names_the_process_it_hits(string script, string target) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => effect.Kind == EffectKind.ControlProcess && effect.TargetKind == TargetKind.Process && effect.Target == target);

    [Theory]
    [InlineData("kill -l")]
    [InlineData("kill -L")]
    public void Listing_signals_hits_nothing(string script) => Sandbox.Analyze(script).Effects.ShouldBeEmpty();

    [Theory]
    [InlineData("git status > out", 0, "/workspace/out")]
    [InlineData("ls; git status >> out", 1, "/workspace/out")]
    [InlineData("cd src && echo x > ../y", 1, "/workspace/y")]
    [InlineData("echo x >| /etc/passwd", 0, "/etc/passwd")]
    [InlineData("git -C sub status &> out", 0, "/workspace/out")]
    public void A_redirection_is_an_effect_of_the_command_it_stands_at(string script, int command, string path) =>
        Sandbox.Analyze(script).Effects.ShouldContain(effect => effect.Kind == EffectKind.Write && effect.Target == path && effect.Command == command);

    [Theory]
    [InlineData("/opt/pharos/pharos log tail", 0)]
    [InlineData("sudo /opt/pharos/pharos log tail", 1)]
    [InlineData("env A=b sudo -u x /opt/pharos/pharos log tail", 2)]
    [InlineData("sh -c '/opt/pharos/pharos log tail'", 1)]
    public void A_program_keeps_its_path(string script, int command)
    {
        var analysis = Sandbox.Analyze(script);
        analysis.Commands[command].Program.Text.ShouldBe("/opt/pharos/pharos");
        analysis.Effects.ShouldContain(effect => effect.Kind == EffectKind.Execute && effect.Target == "/opt/pharos/pharos" && effect.Command == command);
    }

    [Theory]
    [InlineData("cargo build --config 'build.rustc-wrapper=\"/tmp/x\"'")]
    [InlineData("cargo build -Zunstable-thing")]
    [InlineData("npm install --script-shell=/tmp/x")]
    [InlineData("npm run build --node-options=--require=/tmp/x")]
    [InlineData("git log --frobnicate=x")]
    [InlineData("pip list --frobnicate")]
    [InlineData("pytest --frobnicate=x")]
    [InlineData("ffmpeg -i a --frobnicate b")]
    [InlineData("gcc --frobnicate a.c")]
    [InlineData("docker ps --frobnicate")]
    [InlineData("systemctl status --frobnicate x")]
    [InlineData("rg --frobnicate-command=x y")]
    [InlineData("grep --exec=x y")]
    public void An_option_that_nobody_vouches_for_makes_a_command_unknown(string script) =>
        Sandbox.Analyze(script).Effects.ShouldContain(static effect => effect.Kind == EffectKind.Execute && effect.Certainty != Certainty.Certain);

    [Theory]
    [InlineData("cargo test --workspace --all-features -- --nocapture")]
    [InlineData("cargo clippy --all-targets -q")]
    [InlineData("npm run build --workspace=web")]
    [InlineData("npm test -- --watch=false")]
    [InlineData("git log --oneline --graph -n 20")]
    [InlineData("git status -sb --porcelain")]
    [InlineData("git diff --stat --cached HEAD~1")]
    [InlineData("git add -A")]
    [InlineData("pytest -xvs --tb=short -k name")]
    [InlineData("go test -race -count=1 ./...")]
    [InlineData("go build -o bin/x ./cmd/x")]
    [InlineData("dotnet test --no-build -v q")]
    [InlineData("gcc -O2 -Wall -Wextra -std=c11 -o x x.c -lm")]
    [InlineData("tsc --noEmit -p .")]
    [InlineData("eslint --fix src")]
    [InlineData("docker ps -a --format json")]
    [InlineData("pip list --outdated")]
    [InlineData("systemctl status nginx --no-pager")]
    [InlineData("make -j4 test")]
    [InlineData("ls --color=auto --group-directories-first")]
    [InlineData("grep -rn --include='*.cs' x src")]
    public void Ordinary_options_leave_a_command_understood(string script) =>
        Sandbox.Analyze(script).Effects.ShouldNotContain(static effect => effect.Certainty == Certainty.Unknown);
}
