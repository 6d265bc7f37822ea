namespace Pharos.Cli.Bench.Mutations;

/// <summary>Where a simple command stands that consists of plain words as far as it was read.</summary>
/// <param name="Start">Where its program's name starts.</param>
/// <param name="Program">The program as written: letters, digits and the signs of paths.</param>
/// <param name="Arguments">The plain words directly behind it.</param>
/// <param name="End">Where the last of them ends.</param>
/// <param name="IsWhole">Whether the command ends there, too.</param>
internal sealed record CommandPlace(int Start, string Program, IReadOnlyList<WordPlace> Arguments, int End, bool IsWhole)
{
    // Quoting the name of one of these takes the meaning from the assignments behind it, and a mutation that changes the meaning proves nothing.
    private static readonly HashSet<string> Declarations = ["export", "declare", "typeset", "local", "readonly", "alias"];

    private static readonly HashSet<string> Builtins =
    [
        "alias", "bg", "bind", "break", "builtin", "caller", "cd", "command", "compgen", "complete", "continue", "declare", "dirs", "disown", "echo", "enable", "eval", "exec", "exit",
        "export", "false", "fc", "fg", "getopts", "hash", "help", "history", "jobs", "kill", "let", "local", "logout", "mapfile", "popd", "printf", "pushd", "pwd", "read", "readarray",
        "readonly", "return", "set", "shift", "shopt", "source", "suspend", "test", "times", "trap", "true", "type", "typeset", "ulimit", "umask", "unalias", "unset", "wait", ".", ":",
    ];

    /// <summary>Whether the program is not part of the shell, so that a path or another program can start it.</summary>
    public bool IsExternal => !Builtins.Contains(Program);

    /// <summary>Whether the shell treats the words behind the name in its own way.</summary>
    public bool IsDeclaration => Declarations.Contains(Program);

    /// <summary>The program and its plain arguments.</summary>
    public IEnumerable<string> Words => Arguments.Select(argument => argument.Text).Prepend(Program);
}

/// <summary>A word without quotes, expansions or patterns.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Text">The word.</param>
internal sealed record WordPlace(int Start, string Text);
