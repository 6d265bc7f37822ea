using System.Globalization;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Keeps a data directory to one process. The operating system releases it with the process, however that ends.</summary>
public sealed class DataDirectoryLock : IDisposable
{
    /// <summary>Name of the lock file in the directory.</summary>
    public const string FileName = "pharos.lock";

    // ENOSPC; the framework gives the system's own number as the result.
    private const int NoSpace = 28;

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
        FileStream? file = null;
        try
        {
            file = new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            WriteOwner(owner);
            var taken = new DataDirectoryLock(file);
            file = null;
            return taken;
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new EventLogUnavailableException("store.readonly", $"The data directory {directory} cannot be written: {problem.Message}", problem);
        }
        catch (IOException problem) when (IsHeld(problem))
        {
            throw new EventLogUnavailableException("data.in-use", $"The data directory {directory} is in use by {OwnerIn(owner)}. Stop it, or use another directory.", problem);
        }
        catch (IOException problem)
        {
            throw new EventLogUnavailableException("store.readonly", $"The data directory {directory} cannot be written: {problem.Message}", problem);
        }
        finally
        {
            // Only when the owner's number could not be written: a lock that nobody holds in hand would last as long as this process.
            file?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // The number only helps a person, and on a full disk what is there must still be readable.
    private static void WriteOwner(string owner)
    {
        try
        {
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (IOException problem) when (problem.HResult == NoSpace)
        {
            File.Delete(owner);
        }
    }

    // The number only helps a person; that it cannot be read must not hide that the directory is taken.
    private static string OwnerIn(string file)
    {
        try
        {
            return $"process {File.ReadAllText(file).Trim()}";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    // EWOULDBLOCK of flock(2), as the framework reports it.
    private static bool IsHeld(IOException problem) => problem.HResult == 11 || problem.Message.Contains("being used by another process", StringComparison.Ordinal);
}
