using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests.Effects;

/// <summary>Reads one command given as plain words.</summary>
internal static class Reads
{
    public static readonly ShellContext Context = new("/workspace", "/home/dev", "dev", new EmptyDisk());

    private static readonly CommandEffects Reader = new();

    public static CommandReading Words(params string[] words) => Reader.Read(Command(words), Context);

    public static CommandReading Line(string line) => Words(line.Split(' '));

    public static ShellCommand Command(params string[] words) => new()
    {
        Index = 0,
        Span = default,
        Program = ShellWord.Known(words[0], default),
        Arguments = words.Skip(1).Select(static word => ShellWord.Known(word, default)).ToArray(),
        WorkingDirectory = "/workspace",
    };

    public static string[] Effects(this CommandReading reading) =>
        reading.Effects.Select(static effect => $"{effect.Kind} {effect.Certainty} {effect.Target}").ToArray();
}
