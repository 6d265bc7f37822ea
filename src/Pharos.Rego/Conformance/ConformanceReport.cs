namespace Pharos.Rego.Conformance;

/// <summary>A case that did not come to what it must, and what it came to instead.</summary>
public sealed record ConformanceFailure(string Folder, string Note, string Why);

/// <summary>How many cases of a folder passed.</summary>
public sealed record ConformanceFolder(string Name, int Passed, int Total);

/// <summary>What running a tree of conformance cases came to.</summary>
public sealed record ConformanceReport(IReadOnlyList<ConformanceFolder> Folders, IReadOnlyList<ConformanceFailure> Failures)
{
    /// <summary>How many cases passed.</summary>
    public int Passed => Folders.Sum(folder => folder.Passed);

    /// <summary>How many cases there are.</summary>
    public int Total => Folders.Sum(folder => folder.Total);

    /// <summary>Runs every case below a folder.</summary>
    /// <exception cref="InvalidDataException">A file does not hold cases.</exception>
    public static ConformanceReport Run(string root, CompileOptions? options = null, CancellationToken cancellation = default)
    {
        var totals = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var failures = new List<ConformanceFailure>();
        foreach (var test in ConformanceCase.Load(root))
        {
            cancellation.ThrowIfCancellationRequested();
            totals[test.Folder] = totals.GetValueOrDefault(test.Folder) + 1;
            if (ConformanceRunner.Run(test, options, cancellation) is { } why)
            {
                failures.Add(new ConformanceFailure(test.Folder, test.Note, why));
            }
        }

        var failed = failures.CountBy(failure => failure.Folder, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return new ConformanceReport([.. totals.Select(t => new ConformanceFolder(t.Key, t.Value - failed.GetValueOrDefault(t.Key), t.Value))], failures);
    }
}
