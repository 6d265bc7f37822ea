using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects;

public sealed class EditorTests
{
    [Theory]
    [InlineData("vim", "src/a.cs")]
    [InlineData("vim", "+12", "src/a.cs")]
    [InlineData("vim", "+/main", "src/a.cs")]
    [InlineData("vim", "-c", "set number", "src/a.cs")]
    [InlineData("vim", "-c", "%s/a/b/g", "-c", "wq", "src/a.cs")]
    [InlineData("nano", "+3,1", "notes.md")]
    [InlineData("less", "+F", "build.log")]
    [InlineData("man", "+G", "git")]
    public void A_place_or_a_quiet_command_is_only_editing(params string[] words) =>
        Reads.Words(words).Effects().ShouldNotContain(static effect => effect.StartsWith("Execute", StringComparison.Ordinal));

    [Theory]
    [InlineData("vim", "+!id", "a")]
    [InlineData("vim", "-c", ":!id", "a")]
    [InlineData("vim", "--cmd", "call system(\"id\")", "a")]
    [InlineData("vim", "-c", "set shell=/bin/sh", "a")]
    [InlineData("vim", "-c", "%s/x/\\=system(\"id\")/", "a")]
    [InlineData("vim", "-c", "w !sh", "a")]
    [InlineData("vim", "-c", "w /etc/passwd", "a")]
    [InlineData("vim", "-c", "set number | !id", "a")]
    [InlineData("less", "+!id", "a")]
    [InlineData("pdflatex", "\\input{|id}")]
    [InlineData("pdflatex", "--shell-escape", "a.tex")]
    [InlineData("gdb", "-ex", "!id", "a")]
    [InlineData("!/bin/sh")]
    public void A_command_in_the_arguments_is_run(params string[] words) =>
        Reads.Words(words).Effects().ShouldContain(static effect => effect.StartsWith("Execute", StringComparison.Ordinal));

    [Fact]
    public void A_file_behind_an_editor_is_written_and_behind_a_pager_read()
    {
        Reads.Line("vim /etc/passwd").Effects().ShouldContain("Write Certain /etc/passwd");
        Reads.Line("less /etc/passwd").Effects().ShouldContain("Read Certain /etc/passwd");
    }

    [Fact]
    public void The_element_before_a_location_says_whether_it_is_read_or_written()
    {
        var effects = Reads.Line("gst-launch-1.0 filesrc location=a.ogg ! decodebin ! filesink location=/etc/x").Effects();
        effects.ShouldContain("Read Certain /workspace/a.ogg");
        effects.ShouldContain("Write Certain /etc/x");
    }
}
