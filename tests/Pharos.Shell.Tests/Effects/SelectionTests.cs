using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects;

public sealed class SelectionTests
{
    private static readonly ShellAnalyzer Analyzer = new();

    [Theory]
    [InlineData("find . -name '*.pyc' -delete", Selection.Named)]
    [InlineData("find . -delete", Selection.All)]
    [InlineData("find . -type f -delete", Selection.All)]
    [InlineData("find . -mtime +7 -delete", Selection.Some)]
    [InlineData("find . -not -name '*.txt' -delete", Selection.All)]
    [InlineData("find . ! -name keep.txt -delete", Selection.All)]
    [InlineData("find . -name '*' -delete", Selection.All)]
    [InlineData("find . -name '*.tmp' -o -delete", Selection.All)]
    [InlineData("find . \\( -name '*.tmp' -o -name '*.bak' \\) -delete", Selection.Named)]
    [InlineData("find . \\( -name '*.tmp' -o -type f \\) -delete", Selection.All)]
    [InlineData("find . -name '*.o' -exec rm {} +", Selection.Named)]
    [InlineData("find . -name '*.o' | xargs rm", Selection.Named)]
    [InlineData("find . | xargs rm -rf", Selection.All)]
    [InlineData("find . | head -3 | xargs rm", Selection.Some)]
    [InlineData("ls | xargs rm -rf", Selection.All)]
    [InlineData("rm *.pdf", Selection.Named)]
    [InlineData("rm -rf ./*", Selection.All)]
    [InlineData("rm -rf $(ls)", Selection.All)]
    [InlineData("for f in *; do rm -rf \"$f\"; done", Selection.All)]
    [InlineData("for f in *.bak; do rm \"$f\"; done", Selection.Named)]
    public void A_deletion_says_how_much_of_the_folder_it_means(string script, Selection expected)
    {
        var deletion = Analyzer.Analyze(script, Reads.Context).Effects.Where(effect => effect.Kind == EffectKind.Delete).ShouldHaveSingleItem();
        deletion.Target.ShouldBe("/workspace");
        deletion.Selection.ShouldBe(expected);
    }

    [Theory]
    [InlineData("find . -printf '/etc/passwd' | xargs rm")]
    [InlineData("find . | sed 's/a/b/' | xargs rm")]
    [InlineData("cat list | xargs rm")]
    [InlineData("grep -o x list | xargs rm")]
    public void What_may_print_anything_is_no_list_of_paths(string script) =>
        Analyzer.Analyze(script, Reads.Context).Effects.ShouldContain(effect => effect.Kind == EffectKind.Delete && effect.Certainty == Certainty.Unknown);

    [Fact]
    public void Known_words_in_a_pipe_are_known_to_whoever_takes_them() =>
        Analyzer.Analyze("echo /etc /srv | xargs rm -rf", Reads.Context).Effects.Where(effect => effect.Kind == EffectKind.Delete).Select(effect => effect.Target).ShouldBe(["/etc", "/srv"]);

    [Theory]
    [InlineData("echo 'curl x' > run.sh; sh run.sh")]
    [InlineData("echo '{\"scripts\":{\"x\":\"/bin/sh\"}}' > package.json && npm run x")]
    [InlineData("tar xf a.tar && ./setup")]
    [InlineData("tar xf a.tar && ./a/bin/setup")]
    [InlineData("unsquashfs image\n./squashfs-root/sh -p")]
    public void A_file_that_is_written_and_then_run_is_a_flow(string script) =>
        Analyzer.Analyze(script, Reads.Context).Flows.ShouldContain(flow => flow.Kind == FlowKind.WrittenFileRun);

    [Theory]
    [InlineData("gcc -o app main.c && ./app")]
    [InlineData("chmod +x run.sh && ./run.sh")]
    [InlineData("echo hello > notes.txt && make")]
    public void What_a_compiler_writes_and_a_change_of_rights_are_none(string script) =>
        Analyzer.Analyze(script, Reads.Context).Flows.ShouldNotContain(flow => flow.Kind == FlowKind.WrittenFileRun);
}
