namespace Pharos.Shell.Effects;

/// <summary>
/// One row of the catalogue: programs that share operands, options and effects, as <see cref="ProgramReader"/> found it in a program file.
/// </summary>
/// <param name="Names">Names, separated by spaces.</param>
/// <param name="Operands">Roles in order; <c>*</c> marks the one that repeats, what follows it counts from the end: <c>read* write</c>.</param>
/// <param name="Options">
/// <c>-o|--output=write</c> takes a value, <c>--color?none</c> may have one attached, <c>-f!delete?</c> has an effect, <c>-W*</c> stands for every option with that start.
/// </param>
/// <param name="Does">Effects that every run has: <c>kind</c>, <c>kind:target</c>, <c>?</c> possible, <c>??</c> unknown, <c>~</c> reversible, <c>delete:=</c> what is no file.</param>
internal sealed record ProgramEntry(string Names, string Operands = "", string Options = "", string Does = "")
{
    public Traits Traits { get; init; }

    /// <summary>Runs after options and operands had their effect.</summary>
    public Action<ParsedArguments, ReadingBuilder>? After { get; init; }

    /// <summary>Replaces reading of the arguments altogether.</summary>
    public Action<ProgramSpec, IReadOnlyList<ShellWord>, ReadingBuilder>? Raw { get; init; }

    /// <summary>Rows for the first operand; <c>*</c> is the row for the rest.</summary>
    public IReadOnlyList<ProgramEntry>? Subcommands { get; init; }
}

/// <summary>How a program's arguments are read.</summary>
[Flags]
internal enum Traits
{
    None = 0,

    /// <summary>
    /// The program only reads and prints, so an option that is not in the row cannot do harm unless its name tells otherwise.
    /// Without this, an option that nobody vouches for makes the command one whose effects are not known.
    /// </summary>
    Harmless = 1,

    /// <summary>Long options have one dash (<c>-name</c>), so short flags do not cluster.</summary>
    SingleDash = 2,

    /// <summary>The first operand ends the options.</summary>
    StopAtOperand = 4,

    /// <summary>The first argument may be a cluster of short flags without a dash (<c>tar xzf</c>).</summary>
    BareCluster = 8,

    /// <summary>Without a script or code the program runs its standard input.</summary>
    RunsInput = 16,

    /// <summary>Does nothing when no operand is given.</summary>
    ListsHere = 32,

    /// <summary>Is interactive and can start a shell.</summary>
    ShellEscape = 64,

    /// <summary><c>--help</c> and <c>--version</c> are not answered by this program but handed on.</summary>
    NoHelp = 128,
}
