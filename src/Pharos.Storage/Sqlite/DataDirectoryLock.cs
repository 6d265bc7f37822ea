using System.Globalization;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Keeps a data directory to one process. The operating system releases it with the process, however that ends.</summary>
public sealed class DataDirectoryLock : IDisposable
{
    /// <summary>Name of the lock file in the directory.</summary>
    public const string FileName = "pharos.lock";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="directory">An existing directory.</param>
    /// <exception cref="EventLogUnavailableException"><c>data.in-use</c> names the process that holds it; <c>store.readonly</c> when nothing can be written there.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, FileName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new EventLogUnavailableException("store.readonly", $"The data directory {directory} cannot be written: {problem.Message}", problem);
        }
        catch (IOException problem)
        {
            // EROFS has no type of its own; a lock that is held has an owner written in the file.
            throw File.Exists(path) && Owner(path) is { Length: > 0 } owner
                ? new EventLogUnavailableException("data.in-use", $"The data directory {directory} is in use by process {owner}. Stop it, or use another directory.", problem)
                : new EventLogUnavailableException("store.readonly", $"The data directory {directory} cannot be written: {problem.Message}", problem);
        }

        try
        {
            // FileShare is advisory and per open on Unix, so the lock proper is taken on the file itself.
            file.Lock(0, 1);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new DataDirectoryLock(file);
        }
        catch (IOException problem)
        {
            file.Dispose();
            throw new EventLogUnavailableException("data.in-use", $"The data directory {directory} is in use by process {Owner(path)}. Stop it, or use another directory.", problem);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Owner(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}
