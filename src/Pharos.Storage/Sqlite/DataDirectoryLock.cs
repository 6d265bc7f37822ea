using System.Globalization;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Keeps a data directory to one process. The operating system releases it with the process, however that ends.</summary>
public sealed class DataDirectoryLock : IDisposable
{
    /// <summary>Name of the lock file in the directory.</summary>
    public const string FileName = "pharos.lock";

    // The lock is on the whole file, so its owner's number stands in a file of its own.
    private const string OwnerFileName = "pharos.pid";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <exception cref="EventLogUnavailableException"><c>data.in-use</c> names the process that holds it; <c>store.readonly</c> when nothing can be written there.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        var owner = Path.Combine(directory, OwnerFileName);
        try
        {
            var file = new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataDirectoryLock(file);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new EventLogUnavailableException("store.readonly", $"The data directory {directory} cannot be written: {problem.Message}", problem);
        }
        catch (IOException problem) when (IsHeld(problem))
        {
            var process = File.Exists(owner) ? File.ReadAllText(owner).Trim() : "unknown";
            throw new EventLogUnavailableException("data.in-use", $"The data directory {directory} is in use by process {process}. Stop it, or use another directory.", problem);
        }
        catch (IOException problem)
        {
            throw new EventLogUnavailableException("store.readonly", $"The data directory {directory} cannot be written: {problem.Message}", problem);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK of flock(2), as the framework reports it.
    private static bool IsHeld(IOException problem) => problem.HResult == 11 || problem.Message.Contains("being used by another process", StringComparison.Ordinal);
}
