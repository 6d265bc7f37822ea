namespace Pharos.Shell.Effects;

/// <summary>Every program that is known, by name.</summary>
internal static class Catalogue
{
    /// <summary>Every block, shared options included.</summary>
    public static Dictionary<string, ProgramBlock> Blocks { get; } = ProgramFiles.Read(ProgramFiles.Extension);

    /// <summary>Every name of a program, for tests and for counting.</summary>
    public static IEnumerable<string> Names => Blocks.Keys.Where(static name => name[0] != '$');

    /// <summary>What is known of a program; null for one that nobody has described.</summary>
    public static ProgramSpec? Find(string name)
    {
        if (name.Length == 0 || name[0] == '$')
        {
            return null;
        }

        if (Blocks.TryGetValue(name, out var block))
        {
            return block.Spec;
        }

        var plain = ProgramName.WithoutVersion(name);
        if (plain.Length != name.Length && Blocks.TryGetValue(plain, out block))
        {
            return block.Spec;
        }

        return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? Languages.Cmd.WindowsPrograms.Find(name) : null;
    }
}
