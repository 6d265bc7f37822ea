using System.Text;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>Makes keys of the bytes that a terminal sends. Knows arrows and page keys, and what the terminal marks as pasted.</summary>
internal sealed class KeyParser
{
    // Nobody types so much between two looks at the keyboard; a terminal that does not mark pasted text still sends it in one piece.
    private const int MostTypedAtOnce = 16;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private bool _isPasting;

    /// <summary>The keys of what was read in one piece.</summary>
    public IEnumerable<DeskKey> Read(byte[] bytes, int count)
    {
        var characters = new char[count + 4];
        var text = new string(characters, 0, _decoder.GetChars(bytes, 0, count, characters, 0));
        var isBurst = text.Length > MostTypedAtOnce && !text.Contains("\e[20", StringComparison.Ordinal);
        for (var i = 0; i < text.Length;)
        {
            var (key, length) = Next(text, i);
            i += length;
            if (key is { } pressed)
            {
                yield return pressed with { IsPasted = _isPasting || (isBurst && pressed.Key is not (ConsoleKey.DownArrow or ConsoleKey.UpArrow)) };
            }
        }
    }

    private (DeskKey? Key, int Length) Next(string text, int at)
    {
        if (text[at] != '\e' || at + 1 == text.Length)
        {
            return (Plain(text[at]), 1);
        }

        if (text[at + 1] is not ('[' or 'O'))
        {
            // Alt and a key, or Escape and the next key in one piece: neither fires what the key alone would.
            return (DeskKey.Of('\e'), 2);
        }

        var end = at + 2;
        while (end < text.Length && text[end] is >= ' ' and <= '?')
        {
            end++;
        }

        var code = end < text.Length ? text[(at + 2)..(end + 1)] : "";
        _isPasting = code == "200~" || (_isPasting && code != "201~");
        ConsoleKey? key = code switch
        {
            "A" => ConsoleKey.UpArrow,
            "B" => ConsoleKey.DownArrow,
            "5~" => ConsoleKey.PageUp,
            "6~" => ConsoleKey.PageDown,
            "H" or "1~" => ConsoleKey.Home,
            "F" or "4~" => ConsoleKey.End,
            _ => null,
        };
        return (key is { } named ? new DeskKey(named, '\0') : null, Math.Min(end + 1, text.Length) - at);
    }

    private DeskKey Plain(char character) => character switch
    {
        '\x03' when !_isPasting => new DeskKey(ConsoleKey.C, character, HasControl: true),
        '\x15' => new DeskKey(ConsoleKey.U, character, HasControl: true),
        '\x7f' => DeskKey.Of('\b'),
        _ => DeskKey.Of(character),
    };
}
