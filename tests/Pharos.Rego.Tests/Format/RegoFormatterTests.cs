using System.Text;
using Pharos.Rego.Format;

namespace Pharos.Rego.Tests.Format;

public sealed class RegoFormatterTests
{
    [Theory]
    [InlineData("package a\nimport data.c\nimport data.b\nallow if {input.x==1;input.y}", "package a\n\nimport data.b\nimport data.c\n\nallow if {\n\tinput.x == 1\n\tinput.y\n}\n")]
    [InlineData("package a\np = 1\nq := 2", "package a\n\np := 1\nq := 2\n")]
    [InlineData("package a\np if { true }", "package a\n\np := true\n")]
    [InlineData("package a\np if { x }", "package a\n\np if x\n")]
    [InlineData("package a\np := [\n1,2,\n3]", "package a\n\np := [\n\t1, 2,\n\t3,\n]\n")]
    [InlineData("package a\np := 1 + 2 * 3 if input[\"b\"].c[\"d-e\"]", "package a\n\np := 1 + (2 * 3) if input.b.c[\"d-e\"]\n")]
    [InlineData("package a\np if x with input as 1   with data.b as 2", "package a\n\np if x with input as 1 with data.b as 2\n")]
    public void Modules_take_the_canonical_form(string source, string expected) => Formatted(source).ShouldBe(expected);

    [Fact]
    public void Comments_stay_beside_what_they_speak_of() => Formatted(
        """
        # head
        package a # name
        # import
        import data.x # why

        # METADATA
        # title: t
        p := { # open
          # first
          "a": 1, # one
          "b": 2
          # last
        } # close
        q if {
          input.x   # condition

          # second
          input.y
          # end
        }
        # tail
        """).ShouldBe(
        """
        # head
        package a # name

        # import
        import data.x # why

        # METADATA
        # title: t
        p := { # open
        	# first
        	"a": 1, # one
        	"b": 2,
        	# last
        } # close

        q if {
        	input.x # condition

        	# second
        	input.y
        	# end
        }

        # tail

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void A_module_of_the_earlier_dialect_becomes_one_that_both_read() =>
        ((FormatOutcome.Formatted)RegoFormatter.Format(
            new RegoModule("a.rego", "package a\np[x] { x = input.y[_] }\nq = 1 { input.z }"), new CompileOptions { RegoVersion = RegoVersion.V0 })).Text
        .ShouldBe("package a\n\nimport rego.v1\n\np contains x if x = input.y[_]\nq := 1 if input.z\n");

    [Fact]
    public void What_does_not_parse_is_refused_with_its_place() =>
        RegoFormatter.Format(new RegoModule("a.rego", "package a\np := ")).ShouldBeOfType<FormatOutcome.Rejected>().Diagnostics[0].Row.ShouldBe(2);

    [Fact]
    public void Statements_of_a_query_stand_on_lines_of_their_own() =>
        RegoFormatter.FormatQuery("x:=1;  x==input.y").ShouldBe(new FormatOutcome.Formatted("x := 1\nx == input.y\n"));

    [Fact]
    public void Damaged_modules_are_refused_or_formatted_but_never_crash()
    {
        const string seed = "package a\nimport data.x as y # c\n# d\np := {\"a\": [1, # e\n2]} if {\n some q in y[_] # f\n not q\n\n every k, v in {1} { k < v } } else := $\"t {1 + 2}\" if f((1 | 2), [z | z := 1]) with input as 1\n";
        string[] pieces = ["{", "}", "[", "]", "(", ")", "|", ":=", " if ", " else ", "#x\n", "\n", ",", ".", ":", "contains ", "_", "`", "\"", " with ", " as "];
        var random = new Random(20261121);
        var (formatted, doubted) = (0, 0);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new StringBuilder(seed);
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                if (random.Next(2) == 0)
                {
                    text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at));
                }
                else
                {
                    text.Insert(at, pieces[random.Next(pieces.Length)]);
                }
            }

            switch (RegoFormatter.Format(new RegoModule("fuzz.rego", text.ToString())))
            {
                case FormatOutcome.Formatted outcome:
                    formatted++;
                    RegoFormatter.Format(new RegoModule("fuzz.rego", outcome.Text)).ShouldBe(outcome, text.ToString());
                    break;
                case FormatOutcome.Rejected rejected:
                    doubted += rejected.Diagnostics[0].Code == "rego_format_error" ? 1 : 0;
                    break;
                default:
                    throw new InvalidOperationException("A format outcome without a case.");
            }
        }

        formatted.ShouldBeGreaterThan(100);
        (doubted * 50).ShouldBeLessThan(formatted, "Modules that the formatter itself would spoil are left alone, and they are rare.");
    }

    private static string Formatted(string source)
    {
        var outcome = RegoFormatter.Format(new RegoModule("a.rego", source));
        return outcome.ShouldBeOfType<FormatOutcome.Formatted>(outcome is FormatOutcome.Rejected rejected ? rejected.Diagnostics[0].ToString() : null).Text;
    }
}
