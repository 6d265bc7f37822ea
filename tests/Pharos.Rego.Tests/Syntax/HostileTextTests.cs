using System.Text;

namespace Pharos.Rego.Tests.Syntax;

public sealed class HostileTextTests
{
    [Fact]
    public void A_module_of_more_than_ten_megabytes_is_refused_before_it_is_read() =>
        Programs.Reject("package a\n#" + new string('x', 10 * 1024 * 1024)).ShouldHaveSingleItem().Message.ShouldContain("larger than");

    [Fact]
    public void A_module_of_nine_megabytes_of_rules_ends_with_a_program_or_complaints()
    {
        var text = new StringBuilder("package a\n");
        for (var i = 0; text.Length < 9 * 1024 * 1024; i++)
        {
            text.Append("p_").Append(i).Append(" := \"").Append('x', 1000).Append("\"\n");
        }

        Programs.Compile(text.ToString()).Packages.ShouldBe(["data.a"]);
    }

    [Theory]
    [InlineData("p := \"abc")]
    [InlineData("p := `abc")]
    [InlineData("p := $\"abc {1")]
    [InlineData("p := $`abc {")]
    [InlineData("p := [1, 2")]
    [InlineData("p := {1: 2")]
    [InlineData("p := {x | x := 1")]
    [InlineData("p := f(")]
    [InlineData("p if {")]
    [InlineData("p if not")]
    [InlineData("p if every x in")]
    [InlineData("p if x with input as")]
    [InlineData("import")]
    [InlineData("default")]
    [InlineData("p := \"\\u12\"")]
    [InlineData("p := \"\\ud800\"\nq := p[")]
    public void Whatever_is_not_ended_is_an_error_with_a_place(string rules)
    {
        var diagnostic = Programs.Reject("package a\n" + rules)[0];
        diagnostic.Code.ShouldBe("rego_parse_error");
        diagnostic.Row.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public void Repeated_keys_of_an_object_are_one_key_if_their_values_agree() =>
        Programs.P("p := {\"a\": 1, \"a\": 1}").ShouldBe("{\"a\": 1}");

    [Fact]
    public void Half_characters_and_control_characters_do_no_harm()
    {
        Programs.Reject("package a\np := \ud800")[0].Message.ShouldStartWith("illegal token");
        Programs.Reject("package a\np := \"\u0001\"")[0].Message.ShouldContain("control character");
        Programs.Reject("package a\np := 1\0")[0].Code.ShouldBe("rego_parse_error");
    }

    [Fact]
    public void Modules_of_the_public_sets_with_pieces_exchanged_end_in_bounded_time()
    {
        var root = Path.Combine(Corpora.Folder, "opa-conformance", "v1");
        Assert.SkipUnless(Directory.Exists(root), "The public conformance set is not on this machine (PHAROS_CORPORA).");
        var random = new Random(4);
        var texts = Pharos.Rego.Conformance.ConformanceCase.Load(root).SelectMany(c => c.Modules).Select(m => m.Source).Where(s => s.Length < 2_000).Take(600).ToList();
        var limits = new EvaluationOptions { Limits = new EvaluationLimits { MaximumSteps = 50_000 } };
        var compiled = 0;
        for (var round = 0; round < 2_000; round++)
        {
            var text = texts[random.Next(texts.Count)];
            var other = texts[random.Next(texts.Count)];
            var from = random.Next(other.Length);
            var at = random.Next(text.Length);
            var mutated = string.Concat(text.AsSpan(0, at), other.AsSpan(from, random.Next(Math.Min(60, other.Length - from))), text.AsSpan(Math.Min(text.Length, at + random.Next(20))));
            var options = CompileOptions.Default with { RegoVersion = (RegoVersion)random.Next(2), ExperimentalKeywords = true, Strict = random.Next(2) == 0 };
            if (RegoProgram.Compile([new RegoModule("fuzz.rego", mutated)], null, options) is CompileOutcome.Compiled { Program: var program })
            {
                compiled++;
                program.Prepare("data").Evaluate(null, limits).ShouldNotBeNull();
            }
        }

        compiled.ShouldBeGreaterThan(50);
    }
}
