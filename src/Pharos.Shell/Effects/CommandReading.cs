namespace Pharos.Shell.Effects;

/// <summary>What one simple command would do, and what has to be analysed further to know the rest.</summary>
public sealed record CommandReading
{
    /// <summary>What the command itself does. A program that is not in the catalogue is one <see cref="EffectKind.Execute"/> with <see cref="Certainty.Unknown"/>.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>Parts of a known program's arguments that could not be understood.</summary>
    public IReadOnlyList<Unknown> Unknowns { get; init; } = [];

    /// <summary>URLs named by the arguments.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Texts that the command hands to a shell: they have to be parsed as scripts.</summary>
    public IReadOnlyList<NestedScript> Scripts { get; init; } = [];

    /// <summary>Word lists that the command runs as a program with arguments.</summary>
    public IReadOnlyList<NestedCommand> Commands { get; init; } = [];

    /// <summary>The working directory after the command, absolute, when the command changes it to a known place.</summary>
    public string? NewWorkingDirectory { get; init; }

    /// <summary>True when the command changes the working directory to a place that cannot be known.</summary>
    public bool LosesWorkingDirectory { get; init; }

    /// <summary>True when what stands on standard input is run as code (<c>bash</c>, <c>python -</c>, <c>psql</c>).</summary>
    public bool RunsStandardInput { get; init; }

    /// <summary>The address whose content the command fetches and runs by itself, if it does (<c>python -c "exec(urlopen(…).read())"</c>).</summary>
    public string? RunsFetched { get; init; }
}

/// <summary>A text that a command hands to a shell.</summary>
/// <param name="Text">The script. When it is not known exactly, what it does is unknown.</param>
/// <param name="Arguments">The positional parameters it receives, from <c>$0</c> on where the form gives one.</param>
/// <param name="Why">The form that runs it, in words for a person (<c>sh -c</c>, <c>eval</c>).</param>
public sealed record NestedScript(ShellWord Text, IReadOnlyList<ShellWord> Arguments, string Why)
{
    /// <summary>True when the script runs on another machine or inside a container, so that paths in it are not this machine's.</summary>
    public bool IsElsewhere { get; init; }
}

/// <summary>A program with arguments that a command runs.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Wrapper">The program that runs it.</param>
/// <param name="ExtraArgumentsUnknown">True when more arguments are added that are not in the text (<c>xargs</c>, <c>find -exec … {}</c>).</param>
public sealed record NestedCommand(IReadOnlyList<ShellWord> Words, string Wrapper, bool ExtraArgumentsUnknown)
{
    /// <summary>The text in <see cref="Words"/> that stands for what comes through the pipe (<c>xargs -I {}</c>); null when nothing does.</summary>
    public string? Placeholder { get; init; }

    /// <summary>Variables that the wrapper sets for it (<c>env A=b cmd</c>), in order.</summary>
    public IReadOnlyList<KeyValuePair<string, ShellWord>> Environment { get; init; } = [];

    /// <summary>The folder it runs in when the wrapper changes it (<c>env -C</c>, <c>find -execdir</c>), absolute; null when unchanged.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>True when it runs on another machine or inside a container, so that its paths are not this machine's.</summary>
    public bool IsElsewhere { get; init; }
}
