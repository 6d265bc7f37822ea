using System.Text;

namespace Pharos.Rego.Tests.Syntax;

public sealed class ParserFuzzTests
{
    private const string Seed = """
        package a.b
        import data.x as y
        default p := {"a": [1, 2.5e3, null, true]}
        p := x if { some x in input.list; not y[x]; z := [q | q := x[_] with input as {"k": 1}] } else := $"t {1 + 2}"
        r[k].s contains v if every k, v in {1, 2} { k < v; "a", 1 in {"a": `raw`} }
        f([x, _], "s") := {k: x | some k in x} | {1} & {2}
        """;

    private static readonly string[] Pieces = ["{", "}", "[", "]", "(", ")", "|", ":=", "=", "if", "else", "some", "every", "in", "not", "with", "as", "$\"", "`", "\"", "\\", ",", ".", ":", "\n", "contains", "default", "0", "1e", "_", "é", "\0", "#"];

    [Fact]
    public void Damaged_modules_neither_crash_nor_hang_nor_compile_into_something_that_does()
    {
        var random = new Random(20261121);
        var limits = new EvaluationOptions { Limits = new EvaluationLimits { MaximumSteps = 100_000 } };
        for (var round = 0; round < 3_000; round++)
        {
            var text = new StringBuilder(Seed);
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                        break;
                    case 1:
                        text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                        break;
                    default:
                        var from = random.Next(text.Length);
                        text.Insert(at, text.ToString(from, Math.Min(random.Next(1, 40), text.Length - from)));
                        break;
                }
            }

            switch (RegoProgram.Compile([new RegoModule("fuzz.rego", text.ToString())]))
            {
                case CompileOutcome.Rejected rejected:
                    rejected.Diagnostics.ShouldNotBeEmpty();
                    rejected.Diagnostics.ShouldAllBe(d => d.Row >= 1 && d.Column >= 1 && d.Message.Length > 0, text.ToString());
                    break;
                case CompileOutcome.Compiled compiled:
                    compiled.Program.Prepare("data").Evaluate(null, limits).ShouldNotBeNull();
                    break;
                default:
                    throw new InvalidOperationException("A compile outcome without a case.");
            }
        }
    }
}
