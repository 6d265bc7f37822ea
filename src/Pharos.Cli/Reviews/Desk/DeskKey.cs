namespace Pharos.Cli.Reviews.Desk;

/// <summary>A key as it was pressed.</summary>
/// <param name="Key">Which.</param>
/// <param name="Character">What it writes; NUL for none.</param>
/// <param name="HasControl">Whether Ctrl was held.</param>
/// <param name="IsPasted">Whether it came in one piece with many others, as no hand types.</param>
internal readonly record struct DeskKey(ConsoleKey Key, char Character, bool HasControl = false, bool IsPasted = false)
{
    /// <summary>The key that writes a character.</summary>
    public static DeskKey Of(char character) => new(character switch { '\r' or '\n' => ConsoleKey.Enter, '\e' => ConsoleKey.Escape, '\b' => ConsoleKey.Backspace, _ => ConsoleKey.None }, character);

    /// <summary>Whether it asks to end, wherever one is.</summary>
    public bool IsInterrupt => HasControl && Key == ConsoleKey.C || Character == '\x03';
}
