using Pharos.Cli.Bench.Corpus;

namespace Pharos.Cli.Tests.Bench;

public sealed class WrongLabelsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_line_is_named_by_its_id_and_its_text()
    {
        File.WriteAllText(_path, $$"""{"id":"a","sha256":"{{WrongLabels.HashOf("echo x")}}","kind":"harmless","reason":"It prints a letter."}""");
        var labels = WrongLabels.Read(_path);
        labels.Of(new CorpusLine("a", "s", "malicious", "echo x")).ShouldBe(WrongLabelKind.Harmless);
        labels.Of(new CorpusLine("b", "s", "malicious", "echo x")).ShouldBeNull();
        labels.Of(new CorpusLine("a", "s", "malicious", "rm -rf /")).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"id":"a","sha256":"00","kind":"harmless"}""")]
    [InlineData("""{"id":"a","sha256":"00","kind":"annoying","reason":"x"}""")]
    [InlineData("""{"id":"a","sha256":"00","kind":"unseen","reason":""}""")]
    [InlineData("not json")]
    public void An_entry_without_a_kind_or_a_reason_is_refused(string line)
    {
        File.WriteAllText(_path, line);
        Should.Throw<InvalidDataException>(() => WrongLabels.Read(_path)).Message.ShouldContain(":1 ");
    }

    [Fact]
    public void An_entry_that_is_there_twice_is_refused()
    {
        const string Line = """{"id":"a","sha256":"00","kind":"unseen","reason":"x"}""";
        File.WriteAllLines(_path, [Line, Line]);
        Should.Throw<InvalidDataException>(() => WrongLabels.Read(_path)).Message.ShouldContain("second time");
    }

    [Fact]
    public void Every_shipped_entry_names_a_line_of_the_corpus_as_it_stands()
    {
        var corpus = Path.Combine(Environment.GetEnvironmentVariable("PHAROS_CORPORA") ?? Path.Combine(CommandCorpus.CheckoutFolder() ?? "/nonexistent", "../shared/data"), "commands.jsonl.gz");
        Assert.SkipUnless(File.Exists(corpus), "the corpus commands.jsonl.gz is not on this machine");
        var labels = WrongLabels.Read(Path.Combine(CommandCorpus.CheckoutFolder()!, "bench", "labels.jsonl"));
        var named = CommandCorpus.Read(corpus).Where(line => labels.Of(line) is not null).ToList();
        named.Count.ShouldBe(labels.Count);
        named.ShouldAllBe(line => CorpusMeasure.Of(line.Label).IsAttack != (labels.Of(line) == WrongLabelKind.Dangerous));
    }
}
