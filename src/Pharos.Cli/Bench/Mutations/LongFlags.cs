namespace Pharos.Cli.Bench.Mutations;

/// <summary>Flags of common programs that take no value and have a long name, too.</summary>
internal static class LongFlags
{
    private static readonly Dictionary<string, Dictionary<char, string>> Programs = new()
    {
        ["rm"] = Flags("r recursive f force v verbose d dir"),
        ["cp"] = Flags("r recursive f force v verbose a archive u update n no-clobber"),
        ["mv"] = Flags("f force v verbose n no-clobber u update"),
        ["ls"] = Flags("a all A almost-all h human-readable r reverse R recursive s size i inode"),
        ["mkdir"] = Flags("p parents v verbose"),
        ["rmdir"] = Flags("p parents v verbose"),
        ["chmod"] = Flags("R recursive v verbose f silent c changes"),
        ["chown"] = Flags("R recursive v verbose f silent c changes"),
        ["ln"] = Flags("s symbolic f force v verbose n no-dereference"),
        ["cat"] = Flags("n number A show-all E show-ends s squeeze-blank T show-tabs"),
        ["head"] = Flags("q quiet v verbose z zero-terminated"),
        ["tail"] = Flags("q quiet v verbose z zero-terminated"),
        ["wc"] = Flags("c bytes m chars l lines w words"),
        ["sort"] = Flags("b ignore-leading-blanks f ignore-case n numeric-sort r reverse u unique V version-sort h human-numeric-sort"),
        ["uniq"] = Flags("c count d repeated i ignore-case u unique"),
        ["grep"] = Flags("i ignore-case n line-number r recursive v invert-match c count l files-with-matches w word-regexp o only-matching q quiet s no-messages E extended-regexp F fixed-strings H with-filename"),
        ["du"] = Flags("a all c total h human-readable s summarize"),
        ["df"] = Flags("a all h human-readable i inodes T print-type"),
        ["touch"] = Flags("c no-create"),
        ["shred"] = Flags("u remove v verbose z zero f force"),
        ["tee"] = Flags("a append i ignore-interrupts"),
        ["diff"] = Flags("q brief s report-identical-files r recursive i ignore-case w ignore-all-space B ignore-blank-lines"),
        ["curl"] = Flags("s silent f fail L location k insecure i include v verbose O remote-name S show-error g globoff"),
        ["wget"] = Flags("q quiet c continue v verbose r recursive"),
        ["gzip"] = Flags("d decompress k keep v verbose f force r recursive"),
        ["git"] = Flags(""),
    };

    // These read an option by any beginning that names only one; the others here parse for themselves.
    private static readonly HashSet<string> Exact = ["curl", "git"];

    /// <summary>The long name of a flag; null where it is not known.</summary>
    public static string? Of(string program, char letter) => Programs.GetValueOrDefault(program)?.GetValueOrDefault(letter);

    /// <summary>Whether the program takes beginnings of long names, and flags behind operands.</summary>
    public static bool Abbreviates(string program) => Programs.ContainsKey(program) && !Exact.Contains(program);

    /// <summary>The name without its last letters, longer than what any other option of these programs begins with.</summary>
    public static string Abbreviate(string program, string name)
    {
        var others = Programs[program].Values.Where(other => other != name).ToList();
        var length = Math.Max(4, name.Length - 2);
        return length >= name.Length || others.Any(other => other.StartsWith(name[..length], StringComparison.Ordinal)) ? name : name[..length];
    }

    private static Dictionary<char, string> Flags(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToDictionary(static pair => pair[0][0], static pair => pair[1]);
}
