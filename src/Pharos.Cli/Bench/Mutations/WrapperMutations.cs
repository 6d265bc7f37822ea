namespace Pharos.Cli.Bench.Mutations;

/// <summary>Other programs, paths and names that start the same program.</summary>
internal static class WrapperMutations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        Wrapper("env"),
        Wrapper("env -i PATH=\"$PATH\"", "env -i"),
        Wrapper("nohup"),
        Wrapper("timeout 60", "timeout"),
        Wrapper("nice -n 5", "nice"),
        Wrapper("setsid -w", "setsid"),
        Wrapper("stdbuf -o0", "stdbuf"),
        Wrapper("busybox"),
        Wrapper("xargs -a /dev/null", "xargs"),
        Wrapper("command"),
        Wrapper("builtin command", "builtin command"),
        Wrapper("nice env timeout 60 nohup", "four wrappers"),
        new("time in front", Kept.Arguments, static input => input.Command.StartsWith('!') ? null : "time " + input.Command),
        new("absolute path", Kept.Effects, static input => WithFolder(input, static (input, place) => $"{input.ProgramFolder}/{place.Program}")),
        new("path with detours", Kept.Effects, static input => WithFolder(input, static (input, place) => $"{input.ProgramFolder}/../{Path.GetFileName(input.ProgramFolder)}//./{place.Program}")),
        new("pattern for the name", Kept.Effects, static input => WithFolder(input, static (input, place) => place.Program.Length < 2 ? null : $"{input.ProgramFolder}/{place.Program[..^1]}?")),
        new("class in the name", Kept.Effects, static input => WithFolder(input, static (input, place) => $"{input.ProgramFolder}/[{place.Program[0]}]{place.Program[1..]}")),
        new("alias", Kept.Arguments, static input => Aliased(input)),
        new("find -exec", Kept.Arguments, static input => input.WithWholeCommands(static place => place.IsExternal ? $"find /dev/null -exec {string.Join(' ', place.Words)} \\;" : null)),
    ];

    private static Mutation Wrapper(string wrapper, string? name = null) =>
        new(name ?? wrapper, Kept.Arguments, input => input.WithExternalPrograms(place => $"{wrapper} {place.Program}"));

    private static string? WithFolder(MutationInput input, Func<MutationInput, CommandPlace, string?> write) =>
        input.WithExternalPrograms(place => place.Program.Contains('/', StringComparison.Ordinal) ? null : write(input, place));

    private static string? Aliased(MutationInput input)
    {
        var aliases = new List<string>();
        var text = input.WithPrograms(place =>
        {
            var name = input.FreshName() + aliases.Count;
            aliases.Add($"alias {name}='{place.Program}'");
            return name;
        });
        return text is null ? null : "shopt -s expand_aliases\n" + string.Join('\n', aliases) + "\n" + text;
    }
}
