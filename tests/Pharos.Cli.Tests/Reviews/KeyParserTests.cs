using System.Text;
using Pharos.Cli.Reviews.Desk;

namespace Pharos.Cli.Tests.Reviews;

public sealed class KeyParserTests
{
    [Fact]
    public void Arrows_and_page_keys_are_keys_and_not_letters() =>
        Read("\e[A\eOB\e[5~\e[6~").Select(key => key.Key).ShouldBe([ConsoleKey.UpArrow, ConsoleKey.DownArrow, ConsoleKey.PageUp, ConsoleKey.PageDown]);

    [Fact]
    public void What_the_terminal_marks_as_pasted_is_pasted_until_it_says_so()
    {
        var keys = Read("a\e[200~a\r\x03\e[201~a");
        keys.Select(key => (key.Character, key.IsPasted)).ShouldBe([('a', false), ('a', true), ('\r', true), ('\x03', true), ('a', false)]);
        keys[3].HasControl.ShouldBeFalse();
    }

    [Fact]
    public void A_long_piece_at_once_is_pasted_where_the_terminal_marks_nothing() => Read("approve everything please").ShouldAllBe(key => key.IsPasted);

    [Fact]
    public void Unknown_sequences_fire_nothing() => Read("\e[1;5Ca").Select(key => key.Character).ShouldBe(['a']);

    [Fact]
    public void Alt_and_a_key_is_not_the_key() => Read("\ea").ShouldHaveSingleItem().Key.ShouldBe(ConsoleKey.Escape);

    [Fact]
    public void A_character_may_come_in_two_pieces()
    {
        var parser = new KeyParser();
        var bytes = Encoding.UTF8.GetBytes("ü");
        parser.Read([bytes[0]], 1).ShouldBeEmpty();
        parser.Read([bytes[1]], 1).Single().Character.ShouldBe('ü');
    }

    private static List<DeskKey> Read(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. new KeyParser().Read(bytes, bytes.Length)];
    }
}
