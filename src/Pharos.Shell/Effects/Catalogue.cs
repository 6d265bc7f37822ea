using System.Collections.Frozen;
using Pharos.Shell.Effects.Programs;

namespace Pharos.Shell.Effects;

/// <summary>Every program that is known, by name. Rows are compiled when first asked for, because one process sees few of them.</summary>
internal static class Catalogue
{
    private static readonly FrozenDictionary<string, Lazy<ProgramSpec>> Programs = Collect();

    /// <summary>Every name, for tests and for counting.</summary>
    public static IEnumerable<string> Names => Programs.Keys;

    public static ProgramSpec? Find(string name)
    {
        if (Programs.TryGetValue(name, out var spec))
        {
            return spec.Value;
        }

        var plain = ProgramName.WithoutVersion(name);
        return plain.Length != name.Length && Programs.TryGetValue(plain, out spec) ? spec.Value : null;
    }

    private static FrozenDictionary<string, Lazy<ProgramSpec>> Collect()
    {
        var programs = new Dictionary<string, Lazy<ProgramSpec>>(StringComparer.Ordinal);
        IReadOnlyList<ProgramEntry>[] tables =
        [
            ShellBuiltins.Rows, InspectionPrograms.Rows, FilePrograms.Rows, TextPrograms.Rows, ArchivePrograms.Rows, NetworkPrograms.Rows, GitPrograms.Rows,
            BuildPrograms.Rows, Interpreters.Rows, Wrappers.Rows, SystemPrograms.Rows, Containers.Rows,
            CloudPrograms.Rows, PackageManagers.Rows, Databases.Rows, MediaPrograms.Rows,
        ];
        foreach (var row in tables.SelectMany(static table => table))
        {
            var spec = new Lazy<ProgramSpec>(() => new ProgramSpec(row));
            foreach (var name in row.Names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!programs.TryAdd(name, spec))
                {
                    throw new InvalidOperationException($"The catalogue has two rows for '{name}'.");
                }
            }
        }

        return programs.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
