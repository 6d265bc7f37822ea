using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Tracing;

public sealed class EvaluationTraceTests
{
    private const string Rules = "package test\np if {\n\tinput.x == 1\n\tq\n}\nq if {\n\tsome y in input.ys\n\ttrace(sprintf(\"y is %v\", [y]))\n\ty > 1\n}";

    [Fact]
    public void A_trace_tells_what_was_tried_and_what_failed() => Trace("data.test.p = x", """{"x": 2}""", ExplainMode.Full).ShouldBe(
        """
        query:1       Enter data.test.p = x
        query:1       | Eval data.test.p = x
        query:1       | Index data.test.p (matched 1 rule, early exit)
        m0.rego:2     | Enter data.test.p
        m0.rego:3     | | Eval input.x == 1
        m0.rego:3     | | Fail input.x == 1
        query:1       | Fail data.test.p = x

        """);

    [Fact]
    public void A_trace_shows_each_way_in_which_a_statement_holds() => Trace("data.test.q = x", """{"ys": [1, 2]}""", ExplainMode.Full).ShouldBe(
        """
        query:1       Enter data.test.q = x
        query:1       | Eval data.test.q = x
        query:1       | Index data.test.q (matched 1 rule, early exit)
        m0.rego:6     | Enter data.test.q
        m0.rego:7     | | Eval some y in input.ys
        m0.rego:8     | | Eval trace(sprintf("y is %v", [y]))
        m0.rego:8     | | Note "y is 1"
        m0.rego:9     | | Eval y > 1
        m0.rego:9     | | Fail y > 1
        m0.rego:8     | | Redo trace(sprintf("y is %v", [y]))
        m0.rego:7     | | Redo some y in input.ys
        m0.rego:8     | | Eval trace(sprintf("y is %v", [y]))
        m0.rego:8     | | Note "y is 2"
        m0.rego:9     | | Eval y > 1
        m0.rego:6     | | Exit data.test.q early
        query:1       | Exit data.test.q = x
        query:1       Redo data.test.q = x
        query:1       | Redo data.test.q = x

        """);

    [Fact]
    public void Notes_come_with_the_rules_that_led_to_them() => Trace("data.test.p = x", """{"x": 1, "ys": [5]}""", ExplainMode.Notes).ShouldBe(
        """
        query:1       Enter data.test.p = x
        m0.rego:2     | Enter data.test.p
        m0.rego:6     | | Enter data.test.q
        m0.rego:8     | | | Note "y is 5"

        """);

    [Fact]
    public void A_failure_comes_with_the_rules_that_led_to_it() => Trace("data.test.p = x", """{"x": 1, "ys": [0]}""", ExplainMode.Fails).ShouldContain(
        "m0.rego:9     | | | Fail y > 1");

    [Fact]
    public void An_event_has_the_form_of_the_protocol()
    {
        var trace = new EvaluationTrace();
        Programs.Compile(Rules).Instrument().PrepareQuery("data.test.q = x").Evaluate(RegoValue.ParseJson("""{"ys": [3]}"""), new EvaluationOptions { Tracers = [trace] });
        trace.Events.First(e => e.Text == "y > 1").ToJson().ToJson().ShouldBe(
            """{"locals":[{"key":{"type":"var","value":"y"},"value":{"type":"number","value":3}}],"location":{"col":2,"file":"m0.rego","row":9},"node":{"index":0,"terms":[{"type":"ref","value":[{"type":"var","value":"gt"}]},{"type":"var","value":"y"},{"type":"number","value":1}]},"op":"eval","parent_id":0,"query_id":1,"type":"expr"}""");
    }

    [Fact]
    public void A_trace_stops_growing_at_its_limit()
    {
        var trace = new EvaluationTrace(5);
        Programs.Compile("package test\np contains x if some x in numbers.range(1, 100)").Instrument().Prepare("data.test.p").Evaluate(null, new EvaluationOptions { Tracers = [trace] });
        trace.Events.Count.ShouldBe(5);
        trace.IsTruncated.ShouldBeTrue();
    }

    [Fact]
    public void Lines_of_print_reach_who_asks_for_them()
    {
        var lines = new List<string>();
        Programs.Compile("package test\np if print(\"seen\", input.x)").Prepare("data.test.p").Evaluate(RegoValue.ParseJson("""{"x": 7}"""), new EvaluationOptions { Print = lines.Add });
        lines.ShouldBe(["seen 7"]);
    }

    private static string Trace(string query, string input, ExplainMode mode)
    {
        var trace = new EvaluationTrace();
        Programs.Compile(Rules).Instrument().PrepareQuery(query).Evaluate(RegoValue.ParseJson(input), new EvaluationOptions { Tracers = [trace] });
        return TraceText.Write(trace.Explain(mode)).ReplaceLineEndings("\n");
    }
}
