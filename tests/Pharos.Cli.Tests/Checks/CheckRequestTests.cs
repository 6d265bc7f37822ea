using Pharos.Cli.Checks;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Tests.Checks;

public sealed class CheckRequestTests
{
    [Fact]
    public void One_word_is_shell_text() => CommandOf("a && b").ShouldBe("a && b");

    [Theory]
    [InlineData("git status", "git", "status")]
    [InlineData("echo 'a b'", "echo", "a b")]
    [InlineData("echo '$(reboot)' ';' 'it'\\''s' ''", "echo", "$(reboot)", ";", "it's", "")]
    public void Several_words_reach_the_program_as_they_are(string shell, params string[] words) => CommandOf(words).ShouldBe(shell);

    [Fact]
    public void The_working_directory_is_the_option_else_the_workspace_else_here()
    {
        Request(cwd: "/a", workspace: "/w").WorkingDirectory.ShouldBe("/a");
        Request(cwd: "sub", workspace: "/w").WorkingDirectory.ShouldBe("/w/sub");
        Request(cwd: null, workspace: "/w").WorkingDirectory.ShouldBe("/w");
        Request(cwd: null, workspace: null).WorkingDirectory.ShouldBe("/here");
        Request(cwd: null, workspace: "w").Workspace.ShouldBe("/here/w");
    }

    [Fact]
    public void A_tool_names_its_kind_and_a_kind_its_usual_tool()
    {
        Input(kind: null, tool: "Write").Kind.ShouldBe(ProposalKind.FileWrite);
        Input(kind: null, tool: "mcp__x__y").Kind.ShouldBe(ProposalKind.ToolCall);
        Input(kind: "file-read", tool: null).Tool.ShouldBe("Read");
    }

    [Theory]
    [InlineData("wish", "{}")]
    [InlineData("command", "{}")]
    [InlineData("command", "[]")]
    [InlineData("command", "{")]
    public void What_cannot_be_a_proposal_is_misuse(string kind, string input)
    {
        var (request, misuse) = CheckRequest.FromWords([], kind, null, input, "/w", null, "/here");
        request.ShouldBeNull();
        misuse.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void A_command_and_an_input_at_once_are_misuse()
    {
        CheckRequest.FromWords(["ls"], null, null, "{}", null, null, "/here").Misuse.ShouldNotBeNull();
        CheckRequest.FromWords([], null, null, null, null, null, "/here").Misuse.ShouldNotBeNull();
    }

    [Fact]
    public void A_line_of_a_batch_keeps_its_host()
    {
        var line = RegoValue.ParseJson("""{"id":7,"input":{"command":"ls"},"workspace":"/w","host":{"home":"/home/x","user":"x"}}""");
        var read = CheckRequest.FromLine((RegoObject)line).ShouldBeOfType<ProposalReading.Read>();
        read.Request.Host!.Home.ShouldBe("/home/x");
        read.Request.Kind.ShouldBe(ProposalKind.Command);
    }

    private static string CommandOf(params string[] words)
    {
        var request = CheckRequest.FromWords(words, null, null, null, "/w", null, "/here").Request.ShouldNotBeNull();
        return request.Input.TryGet("command", out var text) ? ((RegoString)text).Value : "";
    }

    private static ProposalRequest Request(string? cwd, string? workspace) => CheckRequest.FromWords(["ls"], null, null, null, workspace, cwd, "/here").Request.ShouldNotBeNull();

    private static ProposalRequest Input(string? kind, string? tool) =>
        CheckRequest.FromWords([], kind, tool, """{"file_path":"/w/a"}""", "/w", null, "/here").Request.ShouldNotBeNull();
}
