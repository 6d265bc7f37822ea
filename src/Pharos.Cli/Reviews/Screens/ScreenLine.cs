using System.Text;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>
/// A line of a screen: pieces of text with their meaning. Every piece goes through <see cref="VisibleText"/> on its way in, and there is no other way in, so no screen can be built
/// that an agent's text steers.
/// </summary>
internal sealed class ScreenLine
{
    private readonly List<(string Text, Ink Ink)> _pieces = [];

    /// <summary>An empty line.</summary>
    public static ScreenLine Empty => new();

    /// <summary>The pieces, safe to write.</summary>
    public IReadOnlyList<(string Text, Ink Ink)> Pieces => _pieces;

    /// <summary>The text without its meaning.</summary>
    public string Text => string.Concat(_pieces.Select(piece => piece.Text));

    /// <summary>Columns it takes.</summary>
    public int Cells => _pieces.Sum(piece => TextCells.Of(piece.Text));

    /// <summary>A line of one piece.</summary>
    public static ScreenLine Of(string text, Ink ink = Ink.Plain) => new ScreenLine().Add(text, ink);

    /// <summary>Lines of a text that may be wider than the screen.</summary>
    /// <param name="indent">Blanks in front of each line.</param>
    /// <param name="text">The text; line breaks in it are kept, a carriage return is shown.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="ink">What it means.</param>
    public static IEnumerable<ScreenLine> Wrapped(string indent, string text, int width, Ink ink = Ink.Plain)
    {
        foreach (var row in text.Split('\n'))
        {
            foreach (var part in TextCells.Wrap(VisibleText.Of(row), Math.Max(1, width - indent.Length)))
            {
                yield return Of(indent + part, ink);
            }
        }
    }

    /// <summary>Adds a piece.</summary>
    public ScreenLine Add(string text, Ink ink = Ink.Plain)
    {
        if (text.Length > 0)
        {
            _pieces.Add((VisibleText.Of(text), ink));
        }

        return this;
    }

    /// <summary>Adds the pieces of another line.</summary>
    public ScreenLine Append(ScreenLine other)
    {
        _pieces.AddRange(other._pieces);
        return this;
    }

    /// <summary>Adds a piece that takes exactly so many columns.</summary>
    public ScreenLine Column(string text, int width, Ink ink = Ink.Plain) => Add(TextCells.Fit(VisibleText.Of(text), width), ink);

    /// <summary>The line in so many columns at most.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="only">Shows all of it, to the last column, as this; null leaves it as it is.</param>
    public ScreenLine Within(int width, Ink? only = null)
    {
        var line = new ScreenLine();
        var left = width;
        foreach (var (text, ink) in _pieces)
        {
            var cut = TextCells.Cut(text, left);
            left -= TextCells.Of(cut);
            line.Add(cut, only ?? ink);
            if (cut.Length < text.Length)
            {
                break;
            }
        }

        return only is { } fill ? line.Add(new string(' ', left), fill) : line;
    }

    /// <summary>What is written to a terminal: with colours, or only the text.</summary>
    public string Written(bool hasColours)
    {
        if (!hasColours)
        {
            return Text;
        }

        var written = new StringBuilder();
        foreach (var (text, ink) in _pieces)
        {
            var code = ink switch { Ink.Faint => "2", Ink.Strong => "1", Ink.Good => "32", Ink.Caution => "33", Ink.Danger => "1;31", Ink.Cursor => "7", _ => "" };
            _ = code.Length == 0 ? written.Append(text) : written.Append("\e[").Append(code).Append('m').Append(text).Append("\e[0m");
        }

        return written.ToString();
    }
}
