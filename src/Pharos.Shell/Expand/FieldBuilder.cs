using System.Text;

namespace Pharos.Shell.Expand;

/// <summary>Collects one word's value and how much of it is certain.</summary>
internal sealed class FieldBuilder(SourceSpan span)
{
    private readonly StringBuilder _text = new();
    private int _certain = -1;
    private bool _known = true;
    private bool _glob;
    private bool _several;
    private Effects.Selection? _selection;

    /// <summary>True when a word has begun, be it an empty quoted one.</summary>
    public bool HasContent { get; private set; }

    public void Literal(string text, bool makesWord = true)
    {
        _text.Append(text);
        HasContent |= makesWord;
    }

    /// <summary>Adds a glob pattern, which stands for names that are not known.</summary>
    public void Pattern(string text, Effects.Selection? selection = null)
    {
        Doubt();
        _glob = true;
        _selection = selection;
        _text.Append(text);
    }

    /// <summary>Adds what is not known. <paramref name="splits"/> says that it may hold field separators or be empty outside quotes.</summary>
    public void Unknown(string written, bool splits)
    {
        Doubt();
        _known = false;
        _several |= splits;
        _text.Append(written);
    }

    public void Unknown(string prefix, string written, bool splits)
    {
        _several |= splits;
        if (prefix.Length > 0 && _certain < 0)
        {
            _text.Append(prefix);
            Doubt();
            _known = false;
            _text.Append('…');
            return;
        }

        Unknown(written, splits);
    }

    public void Finish(List<ShellWord> into)
    {
        if (HasContent)
        {
            var text = _text.ToString();
            into.Add(_certain < 0 ? ShellWord.Known(text, span) : new ShellWord(text, false, text[.._certain], _glob && _known, span) { MayBeSeveral = _several, Selection = _selection });
        }

        _text.Clear();
        _certain = -1;
        _known = true;
        _glob = false;
        _several = false;
        _selection = null;
        HasContent = false;
    }

    private void Doubt()
    {
        if (_certain < 0)
        {
            _certain = _text.Length;
        }

        HasContent = true;
    }
}
