namespace Pharos.Shell.Effects.Languages.PowerShell;

/// <summary>What is known of cmdlets, by their names and aliases in lower case.</summary>
internal static class Cmdlets
{
    private static readonly Lazy<Dictionary<string, ProgramBlock>> Blocks = new(static () => ProgramFiles.Read(".cmdlets"));

    public static IEnumerable<string> Names => Blocks.Value.Keys;

    public static ProgramSpec? Find(string name) => Blocks.Value.TryGetValue(name, out var block) ? block.Spec : null;
}
