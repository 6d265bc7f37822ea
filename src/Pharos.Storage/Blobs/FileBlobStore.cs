using System.Runtime.CompilerServices;
using Pharos.Events;
using Pharos.Events.Blobs;

namespace Pharos.Storage.Blobs;

/// <summary>
/// Blobs as files <c>blobs/aa/&lt;hex&gt;</c>, readable by their owner only. A file is complete and durable before it has its name, and its time of change is when it was last put, so
/// that a sweep leaves alone what an append is about to name. One process at a time uses a folder.
/// </summary>
internal sealed class FileBlobStore : IBlobStore
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;
    private const string Temporary = ".new";
    private const int PageSize = 1000;

    // A blob's lock is one of these; two blobs that share one only wait for each other.
    private const int Stripes = 64;

    private readonly string _folder;
    private readonly IBlobReferences _references;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];
    private long _temporary;

    /// <param name="folder">The folder; made when it is missing.</param>
    /// <param name="references">Which blobs are named.</param>
    /// <param name="clock">Tells the age of blobs.</param>
    public FileBlobStore(string folder, IBlobReferences references, TimeProvider clock)
    {
        _folder = folder;
        _references = references;
        _clock = clock;
    }

    /// <inheritdoc/>
    public async ValueTask<Digest> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(content.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, EventLimits.BlobBytes);
        var digest = Digest.Of(content.Span);
        var gate = LockOf(digest);
        await gate.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Write(digest, content.Span), CancellationToken.None);
            return digest;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Failure(problem, "store a blob");
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(Digest digest, CancellationToken cancellationToken = default)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(PathOf(digest), cancellationToken);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Failure(problem, "read a blob");
        }

        return Digest.Of(content) == digest
            ? content
            : throw new EventLogUnavailableException("blob.corrupt", $"The blob {digest} is not what was stored: its file was damaged or changed. Restore {PathOf(digest)} from a backup.");
    }

    /// <inheritdoc/>
    public ValueTask<long> ReferencesAsync(Digest digest, CancellationToken cancellationToken = default) => _references.CountAsync(digest, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<(Digest Digest, Position First)> ReferencedAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (Digest? after = null; ;)
        {
            var page = await _references.PageAsync(after, PageSize, cancellationToken);
            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Digest;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Digest>> NamedByAsync(Position position, CancellationToken cancellationToken = default) => _references.NamedByAsync(position, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<int> SweepAsync(TimeSpan olderThan, CancellationToken cancellationToken = default)
    {
        var before = _clock.GetUtcNow() - olderThan;
        var removed = 0;
        foreach (var path in Old(before))
        {
            cancellationToken.ThrowIfCancellationRequested();
            removed += await RemoveAsync(path, before, cancellationToken) ? 1 : 0;
        }

        return removed;
    }

    private async ValueTask<bool> RemoveAsync(string path, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (!Digest.TryParse(Path.GetFileName(path), out var digest))
        {
            // Half a blob, from a process that was killed while it wrote. Whatever else lies here is not ours to remove.
            return path.EndsWith(Temporary, StringComparison.Ordinal) && TryDelete(path);
        }

        // Under the lock of those who put it: what was put again in the meantime is young again, and stays.
        var gate = LockOf(digest);
        await gate.WaitAsync(cancellationToken);
        try
        {
            return File.GetLastWriteTimeUtc(path) < before.UtcDateTime && await _references.CountAsync(digest, cancellationToken) == 0 && TryDelete(path);
        }
        finally
        {
            gate.Release();
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Failure(problem, "remove a blob");
        }
    }

    private IEnumerable<string> Old(DateTimeOffset before) =>
        Directory.Exists(_folder)
            ? new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LastWriteTimeUtc < before.UtcDateTime).Select(file => file.FullName)
            : [];

    private void Write(Digest digest, ReadOnlySpan<byte> content)
    {
        var path = PathOf(digest);
        var now = _clock.GetUtcNow().UtcDateTime;
        if (new FileInfo(path) is { Exists: true } existing && existing.Length == content.Length && Holds(path, content))
        {
            File.SetLastWriteTimeUtc(path, now);

            // Whoever wrote it may have been killed between naming it and making the name durable.
            FolderSync.Flush(Path.GetDirectoryName(path)!);
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(_folder, FolderMode700);
            Directory.CreateDirectory(folder, FolderMode700);
            FolderSync.Flush(_folder);
        }

        var temporary = $"{path}.{Interlocked.Increment(ref _temporary)}{Temporary}";
        try
        {
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = FileMode600, BufferSize = 0 }))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.SetLastWriteTimeUtc(temporary, now);
            File.Move(temporary, path, overwrite: true);
            FolderSync.Flush(folder);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // A file that was damaged in the meantime is put in order by whoever stores the same content again.
    private static bool Holds(string path, ReadOnlySpan<byte> content) => File.ReadAllBytes(path).AsSpan().SequenceEqual(content);

    private string PathOf(Digest digest)
    {
        var name = digest.ToString();
        return Path.Combine(_folder, name[..2], name);
    }

    private SemaphoreSlim LockOf(Digest digest) => _locks[(uint)digest.GetHashCode() % Stripes];

    private static EventLogUnavailableException Failure(Exception problem, string doing) =>
        new(problem is IOException && problem.HResult == NoSpace ? "log.full" : "blob.io", $"Could not {doing}: {problem.Message}", problem);

    // ENOSPC; the framework gives the system's own number as the result.
    private const int NoSpace = 28;
}
