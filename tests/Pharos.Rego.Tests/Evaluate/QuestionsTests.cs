using Pharos.Rego.Values;

namespace Pharos.Rego.Tests.Evaluate;

/// <summary>Queries about one input that share what they evaluate answer as if each stood alone.</summary>
public sealed class QuestionsTests
{
    private const string Rules =
        """
        package test
        shared contains x if some x in input.items
        first contains x if some x in shared
        second := count(shared)
        broken := 1 / input.zero
        after_broken := broken
        now := time.now_ns()
        """;

    private static readonly RegoProgram Program = Programs.Compile(Rules);
    private static readonly RegoValue Input = RegoValue.ParseJson("{\"items\":[1,2],\"zero\":0}");

    [Fact]
    public void Each_question_has_the_answer_that_it_has_alone()
    {
        using var questions = Program.Questions(Input);

        Programs.Show(questions.Ask(Program.Prepare("data.test.first"))).ShouldBe("{1, 2}");
        Programs.Show(questions.Ask(Program.Prepare("data.test.second"))).ShouldBe("2");
        Programs.Show(questions.Ask(Program.Prepare("data.test.none"))).ShouldBe("undefined");
    }

    [Fact]
    public void A_question_after_a_failed_one_is_answered()
    {
        using var questions = Program.Questions(Input, new EvaluationOptions { StrictErrors = true });

        questions.Ask(Program.Prepare("data.test.after_broken")).ShouldBeOfType<EvaluationOutcome.Failed>();
        Programs.Show(questions.Ask(Program.Prepare("data.test.second"))).ShouldBe("2");
        questions.Ask(Program.Prepare("data.test.broken")).ShouldBeOfType<EvaluationOutcome.Failed>();
    }

    [Fact]
    public void What_time_had_a_part_in_is_not_said_to_be_certain_later()
    {
        using var questions = Program.Questions(Input);

        questions.Ask(Program.Prepare("data.test.now")).ShouldBeOfType<EvaluationOutcome.Defined>().IsDeterministic.ShouldBeFalse();
        questions.Ask(Program.Prepare("data.test.now")).ShouldBeOfType<EvaluationOutcome.Defined>().IsDeterministic.ShouldBeFalse();
    }

    [Fact]
    public void Another_evaluation_in_between_sees_its_own_input()
    {
        using var questions = Program.Questions(Input);
        Programs.Show(questions.Ask(Program.Prepare("data.test.second"))).ShouldBe("2");

        Programs.Evaluate(Program, "data.test.second", "{\"items\":[5]}").ShouldBe("1");

        Programs.Show(questions.Ask(Program.Prepare("data.test.first"))).ShouldBe("{1, 2}");
    }

    [Fact]
    public void A_query_of_another_program_is_refused()
    {
        using var questions = Program.Questions(Input);

        Should.Throw<ArgumentException>(() => questions.Ask(Programs.Compile(Rules).Prepare("data.test.second")));
    }
}
