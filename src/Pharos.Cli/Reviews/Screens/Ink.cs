namespace Pharos.Cli.Reviews.Screens;

/// <summary>What a piece of a line means; a terminal with colours shows it, and no meaning is in the colour alone.</summary>
internal enum Ink
{
    /// <summary>Text.</summary>
    Plain,

    /// <summary>Of little weight.</summary>
    Faint,

    /// <summary>A heading or a key.</summary>
    Strong,

    /// <summary>Fine, or added.</summary>
    Good,

    /// <summary>To be looked at.</summary>
    Caution,

    /// <summary>Risky, or removed.</summary>
    Danger,

    /// <summary>Under the cursor.</summary>
    Cursor,
}
