namespace Pharos.Shell.Effects;

/// <summary>Finds the name under which the catalogue knows a program.</summary>
internal static class ProgramName
{
    private static readonly string[] SystemFolders =
        ["/bin/", "/usr/bin/", "/usr/local/bin/", "/sbin/", "/usr/sbin/", "/usr/local/sbin/", "/opt/homebrew/bin/", "/usr/games/"];

    /// <summary>The bare name; null for a program at a path of its own, which the catalogue says nothing about.</summary>
    public static string? Of(string program)
    {
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            return program;
        }

        // The wrappers that a project carries stand in for the build tool of the same name.
        if (program is "./gradlew" or "./mvnw")
        {
            return program[2..];
        }

        var name = program[(program.LastIndexOf('/') + 1)..];
        foreach (var folder in SystemFolders)
        {
            if (program.Length == folder.Length + name.Length && program.StartsWith(folder, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The name without a version (<c>python3.12</c>, <c>gcc-14</c>) or the ending of another system (<c>git.exe</c>).</summary>
    public static string WithoutVersion(string name)
    {
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^4];
        }

        var end = name.Length;
        while (end > 1 && (char.IsAsciiDigit(name[end - 1]) || name[end - 1] is '.' or '-'))
        {
            end--;
        }

        return name[..end];
    }
}
