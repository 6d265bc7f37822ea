namespace Pharos.Shell.Tests.Expand;

public class StateTests
{
    [Theory]
    [InlineData("pipe | last", null)]
    [InlineData("cmd", "/workspace")]
    [InlineData("(cd /tmp); cmd", "/workspace")]
    [InlineData("cd /tmp & cmd", "/workspace")]
    public void Subshells_keep_their_folder_to_themselves(string script, string? folder) =>
        Sandbox.Analyze(script).Commands[^1].WorkingDirectory.ShouldBe(folder ?? "/workspace");

    [Fact]
    public void A_pipe_connects_its_stages()
    {
        var commands = Sandbox.Analyze("a | b | c; d").Commands;
        commands.Select(command => command.PipedFrom).ShouldBe([null, 0, 1, null]);
    }

    [Fact]
    public void A_substitution_belongs_to_its_command()
    {
        var commands = Sandbox.Analyze("a $(b $(c))").Commands;
        commands.Select(command => command.Parent).ShouldBe([null, 0, 1]);
    }

    [Fact]
    public void Redirections_of_a_compound_command_reach_the_commands_inside()
    {
        var command = Sandbox.Analyze("{ a 2>&1; } > /tmp/x").Commands.ShouldHaveSingleItem();
        command.Redirects.Select(redirect => (redirect.Operator, redirect.Descriptor, redirect.Target.Text)).ShouldBe([(">", 1, "/tmp/x"), (">&", 2, "1")]);
    }

    [Fact]
    public void An_unknown_part_keeps_the_certain_beginning()
    {
        var word = Sandbox.Analyze("rm /tmp/$X/y").Commands[0].Arguments[0];
        word.IsKnown.ShouldBeFalse();
        word.KnownPrefix.ShouldBe("/tmp/");
        word.Text.ShouldBe("/tmp/$X/y");
    }

    [Fact]
    public void A_glob_is_marked()
    {
        var word = Sandbox.Analyze("rm ~/x/*.c").Commands[0].Arguments[0];
        word.ShouldSatisfyAllConditions(glob => glob.IsGlob.ShouldBeTrue(), glob => glob.KnownPrefix.ShouldBe("/home/dev/x/"));
    }

    [Fact]
    public void Arguments_without_a_shell_are_taken_as_they_are()
    {
        var command = new ShellAnalyzer().AnalyzeArguments(["echo", "$(x); *"], Sandbox.Context).Commands.ShouldHaveSingleItem();
        command.Arguments[0].ShouldSatisfyAllConditions(word => word.IsKnown.ShouldBeTrue(), word => word.Text.ShouldBe("$(x); *"));
    }
}
