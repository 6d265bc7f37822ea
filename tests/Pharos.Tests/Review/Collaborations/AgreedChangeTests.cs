using Pharos.Rego.Values;
using Pharos.Review.Collaborations;

namespace Pharos.Tests.Review.Collaborations;

/// <summary>Whoever reviews a proposal reads that it is the same as what was agreed on. It must not be more.</summary>
public sealed class AgreedChangeTests
{
    [Theory]
    [InlineData("port=1", "/srv/app/src/a.conf", "port=1\\n", true)]
    [InlineData("port=1", "/srv/app/src/a.conf", "port=2", false)]
    [InlineData("port=1", "/srv/app/src/a.conf", "port=1\\nallow=everybody", false)]
    [InlineData("port=1", "/etc/src/a.conf", "port=1", false)]
    [InlineData("port=1", "/srv/app/other/src/a.conf", "port=1", false)]
    [InlineData("port=1", "/srv/app/deep/src/a.conf", "port=1", true)]
    [InlineData("port=1", "/srv/app/deep/../src/a.conf", "port=1", true)]
    public void A_whole_file_is_the_same_only_where_it_is_that_file_with_that_text_and_nothing_else(string agreed, string path, string written, bool expected) =>
        AgreedChange.IsIn(Suggested("src/a.conf", agreed), Input($$"""{"file_path":"{{path}}","content":"{{written}}"}""")).ShouldBe(expected);

    [Theory]
    [InlineData("old", "new", true)]
    [InlineData("above\\nold\\nbelow", "above\\nnew\\nbelow", true)]
    [InlineData("above\\nold\\nbelow\\n", "above\\nnew\\nbelow\\n", true)]
    [InlineData("above\\nold\\nbelow", "above\\nnew\\nbackdoor()\\nbelow", false)]
    [InlineData("above\\nold\\ncheck()\\nbelow", "above\\nnew\\nbelow", false)]
    [InlineData("above\\nold\\nbelow", "other\\nnew\\nbelow", false)]
    [InlineData("old", "other", false)]
    public void An_edit_is_the_same_where_the_lines_around_the_agreed_ones_stay(string old, string added, bool expected) =>
        AgreedChange.IsIn(Suggested("/srv/app/a.cs", "new", 3, 3), Input($$"""{"file_path":"/srv/app/a.cs","old_string":"{{old}}","new_string":"{{added}}"}""")).ShouldBe(expected);

    [Fact]
    public void Lines_that_are_agreed_on_may_begin_as_the_old_ones_did() =>
        AgreedChange.IsIn(
            Suggested("/srv/app/a.cs", "one\ntwo\nthree", 3, 4),
            Input("""{"file_path":"/srv/app/a.cs","old_string":"above\none\nthree","new_string":"above\none\ntwo\nthree"}""")).ShouldBe(true);

    [Fact]
    public void Lines_that_are_inserted_take_none_away()
    {
        var suggestion = Suggested("/srv/app/a.cs", "new", 3, 2);
        AgreedChange.IsIn(suggestion, Input("""{"file_path":"/srv/app/a.cs","old_string":"above","new_string":"above\nnew"}""")).ShouldBe(true);
        AgreedChange.IsIn(suggestion, Input("""{"file_path":"/srv/app/a.cs","old_string":"above\ncheck()","new_string":"above\nnew"}""")).ShouldBe(false);
    }

    [Fact]
    public void What_the_record_cannot_tell_is_not_said()
    {
        AgreedChange.IsIn(Suggested("/srv/app/a.cs", "new", 3, 3), Input("""{"file_path":"/srv/app/a.cs","content":"above\nnew\nbelow"}""")).ShouldBeNull("a whole file is written where lines were agreed on");
        AgreedChange.IsIn(Suggested("/srv/app/a.cs", "new", 3, 3), Input("""{"file_path":"/srv/app/a.cs","old_string":"old","new_string":"new","replace_all":true}""")).ShouldBeNull();
        AgreedChange.IsIn(Suggested("/srv/app/a.cs", null), Input("""{"file_path":"/srv/app/a.cs","content":"new"}""")).ShouldBeNull("it was a difference");
    }

    private static Suggestion Suggested(string file, string? text, int? from = null, int? to = null) => new()
    {
        Number = 1,
        File = file,
        Revisions = [new SuggestionRevision("partner", DateTimeOffset.UnixEpoch, new SuggestedChange { Text = text, Diff = text is null ? "@@" : null, FromLine = from, ToLine = to })],
    };

    private static RegoObject Input(string tool) =>
        (RegoObject)RegoValue.ParseJson($$"""{"proposal":{"kind":"file-edit","tool":"Edit","input":{{tool}} },"workspace":{"root":"/srv/app","cwd":"/srv/app/deep"} }""");
}
