using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects.Programs;

public sealed class MillerProgramsTests
{
    [Theory]
    [InlineData("mlr", "--icsv", "--opprint", "sort", "-nr", "field", "then", "head", "-n", "3", "example.csv")]
    [InlineData("mlr", "--icsv", "--ojson", "put", "$c = $a / $b", "example.csv")]
    [InlineData("mlr", "--csv", "filter", "$a > 3 || $b =~ \"x\"", "example.csv")]
    public void Arithmetic_on_records_only_reads(params string[] words) =>
        Reads.Words(words).Effects.ShouldAllBe(static effect => effect.Kind == EffectKind.Read);

    [Theory]
    [InlineData("mlr", "--icsv", "put", "$c = system(\"id\")", "example.csv")]
    [InlineData("mlr", "--icsv", "head", "then", "put", "$c = exec(\"id\")", "example.csv")]
    [InlineData("mlr", "--icsv", "put", "-q", "print | \"sh\", $a", "example.csv")]
    [InlineData("mlr", "--icsv", "put", "-q", "emit > \"/etc/\".$a, $*", "example.csv")]
    public void What_runs_or_writes_from_the_language_is_not_known(params string[] words) =>
        Reads.Words(words).Effects.ShouldContain(static effect => effect.Certainty == Certainty.Unknown);

    [Fact]
    public void A_program_for_the_input_is_run() => Reads.Line("mlr --prepipe gunzip --icsv cat a.csv.gz").Scripts.ShouldNotBeEmpty();
}
