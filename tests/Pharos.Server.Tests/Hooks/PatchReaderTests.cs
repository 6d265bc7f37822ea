using Pharos.Server.Hooks;

namespace Pharos.Server.Tests.Hooks;

public sealed class PatchReaderTests
{
    [Fact]
    public void Every_part_of_a_patch_becomes_what_it_does_to_its_file()
    {
        var acts = Read(
            """
            *** Begin Patch
            *** Add File: new.txt
            +first
            +
            *** Delete File: it's old.txt
            *** Update File: a.cs
            *** Move to: b.cs
            @@ class A
             keep
            -gone
            +come
            @@
            +end
            *** End of File
            *** End Patch
            """);
        acts.Select(act => act.Tool).ShouldBe(["Write", "Bash", "MultiEdit", "Bash"]);
        acts[0].Input.ToJson().ShouldBe("""{"content":"first\n\n","file_path":"new.txt"}""");
        acts[1].Input.ToJson().ShouldContain("rm -- 'it'");
        acts[2].Input.ToJson().ShouldBe("""{"edits":[{"new_string":"keep\ncome","old_string":"keep\ngone"},{"new_string":"end","old_string":""}],"file_path":"a.cs"}""");
        acts[3].Input.ToJson().ShouldContain("mv -- 'a.cs' 'b.cs'");
    }

    [Theory]
    [InlineData("<<'EOF'\nPATCH\nEOF")]
    [InlineData("\nPATCH\n")]
    public void A_patch_may_be_wrapped_as_its_tool_takes_it(string wrapping) =>
        Read(wrapping.Replace("PATCH", "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch", StringComparison.Ordinal)).ShouldHaveSingleItem();

    [Fact]
    public void Line_endings_do_not_hide_a_part() =>
        Read("*** Begin Patch\r\n*** Add File: a\r\n+x\r\n*** Delete File: b\r\n*** End Patch").Count.ShouldBe(2);

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("*** Begin Patch")]
    [InlineData("*** Begin Patch\n*** Add File: a\n+x")]
    [InlineData("*** Begin Patch\n*** Add File: \n+x\n*** End Patch")]
    [InlineData("*** Begin Patch\n*** Rename File: a\n*** End Patch")]
    [InlineData("*** Begin Patch\n*** Environment ID: other\n*** Add File: a\n+x\n*** End Patch")]
    [InlineData("*** Begin Patch\n*** Update File: a\n*** Move to: \n@@\n+x\n*** End Patch")]
    [InlineData("*** Begin Patch\n*** Update File: a\n@@\nno sign\n*** End Patch")]
    [InlineData("*** Begin Patch\n*** Update File: a\n@@\n+x\n *** Delete File: b\n*** End Patch")]
    [InlineData("*** Begin Patch\n*** Add File: a\n+x\nno plus\n*** End Patch")]
    [InlineData("*** Begin Patch\n*** Add File:  .codex/hooks.json\n+x\n*** End Patch")]
    [InlineData("*** Begin Patch\n*** Add File: a\u0085b\n+x\n*** End Patch")]
    public void What_the_format_does_not_know_is_refused(string patch) => PatchReader.Read(patch).ShouldBeOfType<ActReading.Refused>();

    [Fact]
    public void Only_a_line_feed_ends_a_line_because_the_tool_knows_no_other()
    {
        // Read as three lines this would add a file called x; read as two it names one outside the folder.
        var acts = Read("*** Begin Patch\n*** Add File: x\u2028+/../../.codex/hooks.json\n*** End Patch");
        acts.ShouldHaveSingleItem().Input.ToJson().ShouldContain(".codex/hooks.json");
    }

    [Fact]
    public void A_patch_of_very_many_files_is_refused_whole()
    {
        var files = string.Concat(Enumerable.Range(0, ToolAct.MaximumActs + 1).Select(i => $"*** Add File: f{i}\n+x\n"));
        PatchReader.Read($"*** Begin Patch\n{files}*** End Patch").ShouldBeOfType<ActReading.Refused>();
    }

    [Fact]
    public void No_mangled_patch_loses_the_file_it_names_unless_it_is_refused()
    {
        var random = new Random(5);
        const string patch = "*** Begin Patch\n*** Update File: a.cs\n@@\n-x\n+y\n*** Delete File: secret\n*** End Patch";
        for (var round = 0; round < 2000; round++)
        {
            // White space at the ends of lines is where readers differ.
            var lines = patch.Split('\n');
            var at = random.Next(lines.Length);
            lines[at] = random.Next(2) == 0 ? " " + lines[at] : lines[at] + "\t ";
            if (PatchReader.Read(string.Join('\n', lines)) is ActReading.Read read)
            {
                read.Acts.ShouldContain(act => act.Input.ToJson().Contains("secret", StringComparison.Ordinal));
            }
        }
    }

    private static IReadOnlyList<ToolAct> Read(string patch) => PatchReader.Read(patch).ShouldBeOfType<ActReading.Read>().Acts;
}
