using System.Globalization;

namespace Pharos.Policies;

/// <summary>A bundle in a file of this machine.</summary>
/// <param name="path">Its absolute path.</param>
public sealed class FileBundleSource(string path) : IBundleSource
{
    /// <inheritdoc/>
    public BundleOrigin Origin { get; } = new("file", path);

    /// <inheritdoc/>
    public async Task<BundleFetch> FetchAsync(string? tag, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return new BundleFetch.Failed("bundle.missing", $"There is no file {path}.");
            }

            var now = string.Create(CultureInfo.InvariantCulture, $"{file.Length}|{file.LastWriteTimeUtc.Ticks}");
            return now == tag ? new BundleFetch.Unchanged()
                : file.Length > BundleFetch.MaximumBytes ? new BundleFetch.Failed("bundle.size", $"{path} has {file.Length} bytes; at most {BundleFetch.MaximumBytes} are read.")
                : new BundleFetch.Fetched(await File.ReadAllBytesAsync(path, cancellationToken), now);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new BundleFetch.Failed("bundle.unreadable", $"{path} cannot be read: {problem.Message}");
        }
    }
}
