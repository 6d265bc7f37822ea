using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>
/// The terminal that a desk is shown on: a screen of its own, of which only the lines that change are written, and keys one by one. Disposing it gives everything back as it was,
/// whatever ended the desk.
/// </summary>
internal sealed class DeskTerminal : IDisposable
{
    // Another screen, no cursor, no wrapping at the edge, and pasted text marked as such.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l\e[?2004h\e[2J";
    private const string Leave = "\e[?2004l\e[?1l\e>\e[?7h\e[?25h\e[0m\e[?1049l";
    private const int MostKeysAhead = 256;

    private readonly TextWriter _output;
    private readonly RawTerminal _raw;
    private readonly bool _hasColours;
    private readonly Channel<DeskKey> _keys = Channel.CreateBounded<DeskKey>(new BoundedChannelOptions(MostKeysAhead) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true, SingleWriter = true });
    private List<string> _shown = [];
    private bool _isLeft;

    private DeskTerminal(TextWriter output, RawTerminal raw, bool hasColours)
    {
        (_output, _raw, _hasColours) = (output, raw, hasColours);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _output.Write(Enter);
        _output.Flush();
        new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <summary>Takes the terminal; null where there is none on both sides.</summary>
    public static DeskTerminal? TryOpen(TextWriter output, bool hasColours)
    {
        // The framework keeps the mode it first sees and puts that back at the end of the process, so it has to look before the mode changes.
        return Console.IsInputRedirected || Console.IsOutputRedirected || Size.Width == 0 || RawTerminal.TryEnter() is not { } raw ? null : new DeskTerminal(output, raw, hasColours);
    }

    /// <summary>The keys; ends when the terminal has gone.</summary>
    public ChannelReader<DeskKey> Keys => _keys.Reader;

    /// <summary>Columns and lines.</summary>
    public static (int Width, int Height) Size => (Math.Max(20, Console.WindowWidth), Math.Max(6, Console.WindowHeight));

    /// <summary>Shows lines.</summary>
    /// <param name="lines">All of the screen.</param>
    /// <param name="isAnew">Whether the terminal may hold something else than was written, as after a change of its size.</param>
    public void Show(IReadOnlyList<ScreenLine> lines, bool isAnew)
    {
        var text = lines.Select(line => line.Written(_hasColours)).ToList();
        var frame = new StringBuilder(isAnew ? "\e[2J" : "");
        for (var i = 0; i < text.Count; i++)
        {
            if (isAnew || i >= _shown.Count || _shown[i] != text[i])
            {
                frame.Append(CultureInfo.InvariantCulture, $"\e[{i + 1};1H\e[2K").Append(text[i]);
            }
        }

        _shown = text;
        if (frame.Length > 0)
        {
            _output.Write(frame);
            _output.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (_isLeft)
        {
            return;
        }

        _isLeft = true;
        try
        {
            _output.Write(Leave);
            _output.Flush();
        }
        catch (IOException)
        {
            // The terminal has gone, and its mode with it.
        }

        _raw.Dispose();
    }

    private void OnExit(object? sender, EventArgs arguments) => Dispose();

    private void ReadKeys()
    {
        var parser = new KeyParser();
        var bytes = new byte[4096];
        try
        {
            using var input = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            while (input.Read(bytes, 0, bytes.Length) is > 0 and var count)
            {
                foreach (var key in parser.Read(bytes, count))
                {
                    _keys.Writer.TryWrite(key);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // As at the end of the input: nobody is there any more.
        }

        _keys.Writer.TryComplete();
    }
}
