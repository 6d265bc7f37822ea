using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects;

public sealed class RehearsalTests
{
    [Theory]
    [InlineData("rpm --query httpd")]
    [InlineData("pacman -Dk")]
    [InlineData("pg_rewind --dry-run --target-pgdata data --source-pgdata old")]
    [InlineData("poetry remove requests --dry-run")]
    public void An_option_that_only_looks_takes_away_what_every_run_does(string line) =>
        Reads.Line(line).Effects.ShouldNotContain(static effect => effect.Kind == EffectKind.Install || effect.Kind == EffectKind.ControlProcess);

    [Theory]
    [InlineData("rpm --upgrade a.rpm", EffectKind.Install)]
    [InlineData("pacman -Syu", EffectKind.Install)]
    [InlineData("pg_rewind --target-pgdata data --source-pgdata old", EffectKind.ControlProcess)]
    public void Without_it_every_run_does_it(string line, EffectKind kind) => Reads.Line(line).Effects.ShouldContain(effect => effect.Kind == kind);

    [Fact]
    public void Operands_of_a_rehearsal_are_only_looked_at() =>
        Reads.Line("repren --from a --to b --dry-run x.txt").Effects.ShouldNotContain(static effect => effect.Kind == EffectKind.Write);

    [Fact]
    public void A_rehearsal_still_runs_what_another_option_gives_it() =>
        Reads.Words("rpm", "--query", "--all", "--pipe", "rm -rf x").Scripts.ShouldHaveSingleItem().Text.Text.ShouldBe("rm -rf x");

    [Fact]
    public void An_abbreviation_that_could_be_a_rehearsal_is_taken_for_the_option_that_acts() =>
        Reads.Line("pacman --r x").Effects.ShouldContain(static effect => effect.Kind == EffectKind.Install);
}
