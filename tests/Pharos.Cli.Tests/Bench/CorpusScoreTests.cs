using Pharos.Cli.Bench.Corpus;

namespace Pharos.Cli.Tests.Bench;

public sealed class CorpusScoreTests
{
    [Theory]
    [InlineData("malicious", 1, 99, 0, true)]
    [InlineData("malicious", 2, 0, 98, false)]
    [InlineData("abuse", 3, 97, 0, true)]
    [InlineData("abuse", 4, 96, 0, false)]
    public void An_attack_counts_as_stopped_when_it_is_denied_or_reviewed(string label, int allow, int review, int deny, bool meets) =>
        new CorpusScore("s", label, allow, review, deny).MeetsBar.ShouldBe(meets);

    [Theory]
    [InlineData(795, 200, 5, true)]
    [InlineData(780, 210, 10, false)]
    [InlineData(885, 100, 15, false)]
    public void Ordinary_lines_may_be_reviewed_now_and_then_and_hardly_ever_be_denied(int allow, int review, int deny, bool meets) =>
        new CorpusScore("s", "benign", allow, review, deny).MeetsBar.ShouldBe(meets);

    [Fact]
    public void A_small_source_has_no_bar_for_review() => new CorpusScore("s", "benign", 0, 199, 0).MeetsBar.ShouldBe(true);

    [Theory]
    [InlineData("dual")]
    [InlineData("discovery")]
    [InlineData("something else")]
    public void Labels_without_a_right_answer_are_reported_only(string label)
    {
        var score = new CorpusScore("s", label, 1, 1, 1);
        score.MeetsBar.ShouldBeNull();
        score.Verdict().ShouldBe("reported");
    }
}
