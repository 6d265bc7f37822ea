using Pharos.Cli.Bench.Corpus;
using Pharos.Cli.Bench.Mutations;

namespace Pharos.Cli.Tests.Bench;

public sealed class MutationTests
{
    private static readonly string[] Programs = ["alpha", "beta", "rm", "ls", "curl"];

    // Harmless texts in the shapes that corpora have; every program in them is a stub.
    private static readonly string[] Texts =
    [
        "alpha one two",
        "alpha -rf /srv/data",
        "alpha; beta x && rm y",
        "alpha one | beta two",
        "alpha 'single quoted' \"double $HOME\" plain",
        "x=5 alpha one\nbeta \"$x\" two",
        "if alpha one; then beta two; else rm three; fi",
        "for f in a b; do alpha \"$f\"; done",
        "alpha of=/dev/null bs=1M,2 > /dev/null 2>&1",
        "(alpha one; beta two)",
        "alpha $(beta inner) last",
        "alpha \\\n  one \\\n  two",
        "alpha <<EOF\nbody $x\nEOF\nbeta after",
        "! alpha one || beta two",
        "alpha one & wait",
        "echo done; alpha one",
        "ls -la src/app",
        "rm -rf one two",
    ];

    private static readonly Lazy<Dictionary<string, string>> Originals = new(static () =>
    {
        using var bash = new Bash(Programs);
        return Texts.Zip(bash.Calls(Texts)).ToDictionary(static pair => pair.First, static pair => pair.Second);
    });

    public static TheoryData<string> Kinds => [.. AttackMutations.All.Select(mutation => mutation.Name)];

    public static TheoryData<string> Rewrites => [.. BenignRewrites.All.Select(mutation => mutation.Name)];

    [Fact]
    public void There_are_many_kinds_and_each_has_its_own_name()
    {
        AttackMutations.All.Count.ShouldBeGreaterThanOrEqualTo(20);
        AttackMutations.All.Select(mutation => mutation.Name).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_attack_rewritten_calls_the_same_programs_with_the_same_arguments(string kind) => CallsTheSame(AttackMutations.All.Single(mutation => mutation.Name == kind));

    [Theory]
    [MemberData(nameof(Rewrites))]
    public void An_ordinary_line_rewritten_calls_the_same_programs_with_the_same_arguments(string kind) => CallsTheSame(BenignRewrites.All.Single(mutation => mutation.Name == kind));

    [Fact]
    public void The_same_seed_rewrites_in_the_same_way() => All(7).ShouldBe(All(7));

    [Fact]
    [Trait("Category", "Slow")]
    public void Rewriting_a_slice_of_the_corpora_leaves_texts_that_bash_accepts()
    {
        Assert.SkipUnless(Bash.IsHere, "bash is not on this machine");
        var corpus = Path.Combine(Environment.GetEnvironmentVariable("PHAROS_CORPORA") ?? Path.Combine(CommandCorpus.CheckoutFolder() ?? "/nonexistent", "../shared/data"), "commands.jsonl.gz");
        Assert.SkipUnless(File.Exists(corpus), "the corpus commands.jsonl.gz is not on this machine");
        using var bash = new Bash(Programs);
        var lines = CommandCorpus.Read(corpus).Where(static line => CorpusMeasure.Of(line.Label).IsAttack).Select(static line => line.Command).ToArray();
        new Random(11).Shuffle(lines);
        var accepted = lines[..15].Except(bash.Refused(lines[..15])).ToList();
        accepted.Count.ShouldBeGreaterThan(8);
        var rewritten = AttackMutations.All.Where(static mutation => mutation.Keeps != Kept.Appearance)
            .SelectMany(mutation => accepted.Select((line, i) => mutation.Apply(new MutationInput(line, new Random(i)))))
            .OfType<string>()
            .ToList();
        rewritten.Count.ShouldBeGreaterThan(500);
        bash.Refused(rewritten).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("flags backwards", "rm -rf x", "rm -fr x")]
    [InlineData("flags one by one", "rm -rf x", "rm -r -f x")]
    [InlineData("long flags", "rm -rf x", "rm --recursive --force x")]
    [InlineData("abbreviated long flags", "rm -rf x", "rm --recursi --forc x")]
    [InlineData("flags last", "rm -rf x", "rm x -rf")]
    public void Flags_keep_their_meaning(string kind, string text, string expected) =>
        AttackMutations.All.Single(mutation => mutation.Name == kind).Apply(new MutationInput(text, new Random(1))).ShouldBe(expected);

    [Theory]
    [InlineData("curl -sk x")]
    [InlineData("unknown -rf x")]
    public void A_program_that_takes_no_beginnings_of_options_gets_none(string text) =>
        AttackMutations.All.Single(mutation => mutation.Name == "abbreviated long flags").Apply(new MutationInput(text, new Random(1))).ShouldBeNull();

    private static List<string?> All(int seed) => [.. AttackMutations.All.SelectMany(mutation => Texts.Select(text => mutation.Apply(new MutationInput(text, new Random(seed)))))];

    private static void CallsTheSame(Mutation mutation)
    {
        Assert.SkipUnless(Bash.IsHere, "bash is not on this machine");
        using var bash = new Bash(Programs);
        var pairs = Texts.Index()
            .Select(entry => (Text: entry.Item, Rewritten: mutation.Apply(new MutationInput(entry.Item, new Random(entry.Index), bash.Programs))))
            .Where(pair => pair.Rewritten is not null)
            .ToList();
        pairs.ShouldNotBeEmpty("no text shows what this kind does");
        if (mutation.Keeps == Kept.Appearance)
        {
            pairs.ShouldAllBe(pair => pair.Rewritten != pair.Text);
        }
        else if (ChangesWords(mutation))
        {
            bash.Refused([.. pairs.Select(pair => pair.Rewritten!)]).ShouldBeEmpty();
        }
        else
        {
            var before = pairs.ConvertAll(static pair => Originals.Value[pair.Text]);
            var after = bash.Calls([.. pairs.Select(pair => pair.Rewritten!)]);
            before.ShouldAllBe(static calls => calls.Length > 0);
            pairs.Zip(after).Select(static pair => $"{pair.First.Rewritten}\n→ {pair.Second}").ShouldBe(pairs.Zip(before).Select(static pair => $"{pair.First.Rewritten}\n→ {pair.Second}"));
        }
    }

    private static bool ChangesWords(Mutation mutation) =>
        FlagMutations.All.Contains(mutation) || (BenignRewrites.All.Contains(mutation) && mutation.Keeps == Kept.Effects);
}
