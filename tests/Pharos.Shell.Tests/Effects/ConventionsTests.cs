using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects;

public sealed class ConventionsTests
{
    [Theory]
    [InlineData("frobnicate list")]
    [InlineData("frobnicate --version --short")]
    [InlineData("frobnicate build src/main.c --output out.o")]
    [InlineData("frobnicate src/a.txt")]
    [InlineData("frobnicate cache list")]
    public void Plain_words_are_taken_at_their_word_and_marked_as_a_guess(string line)
    {
        var program = Reads.Line(line).Effects.Where(effect => effect.TargetKind == TargetKind.Program).ShouldHaveSingleItem();
        program.IsConventional.ShouldBeTrue();
        program.Certainty.ShouldBe(Certainty.Possible);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("frobnicate --wipe")]
    [InlineData("frobnicate --all")]
    [InlineData("frobnicate deploy")]
    [InlineData("frobnicate volume-delete")]
    [InlineData("frobnicate -e src/a")]
    [InlineData("frobnicate -x id")]
    [InlineData("frobnicate list sh")]
    [InlineData("frobnicate list /bin/bash")]
    [InlineData("frobnicate list example.com")]
    [InlineData("frobnicate list http://example.com")]
    [InlineData("frobnicate list user@host")]
    [InlineData("frobnicate list 10.0.0.1")]
    [InlineData("frobnicate list a(b)")]
    [InlineData("frobnicate list a;b")]
    [InlineData("frobnicate list $(id)")]
    [InlineData("frobnicate /etc/hosts")]
    [InlineData("frobnicate ../other/a.txt")]
    [InlineData("frobnicate ~/notes.txt")]
    [InlineData("frobnicate list a=b")]
    [InlineData("frobsh list")]
    [InlineData("qz list")]
    [InlineData("frob-exec list")]
    [InlineData("frob-install list")]
    public void One_word_out_of_the_ordinary_and_the_program_is_not_known(string line) =>
        Reads.Line(line).Effects.ShouldContain(effect => effect.Kind == EffectKind.Execute && effect.Certainty == Certainty.Unknown);

    [Fact]
    public void What_is_named_as_output_is_written() =>
        Reads.Line("frobnicate build src/main.c --output out.o").Effects().ShouldContain("Write Certain /workspace/out.o");

    [Fact]
    public void An_option_nobody_vouches_for_is_a_guess_only_beside_plain_words()
    {
        Reads.Words("cargo", "build", "--frobnicate").Effects.ShouldContain(effect => effect.IsConventional);
        Reads.Words("cargo", "build", "--frobnicate", "$(id)").Effects.ShouldContain(effect => effect.Kind == EffectKind.Execute && effect.Certainty == Certainty.Unknown);
    }
}
