using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>
/// The paths that a pattern matches on this machine's disk by going through a symbolic link. The text of <c>x*/passwd</c> says nothing of a link <c>x1</c> to <c>/etc</c>,
/// so such matches become effects of their own; so do secrets, which <c>cat .e*</c> reads as surely as <c>cat .env</c>. Bounded; for one search on one thread.
/// </summary>
internal sealed class PatternLinks
{
    /// <summary>Most folder entries looked at for one pattern.</summary>
    public const int MaximumEntries = 4096;

    /// <summary>Most matches taken from one pattern.</summary>
    public const int MaximumMatches = 64;

    private readonly string[] _names;
    private readonly List<string> _found = [];
    private int _entries;

    private readonly string _home;

    private PatternLinks(string pattern, string home)
    {
        _names = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _home = home;
    }

    /// <summary>False when a bound was reached or a folder could not be read, so that there may be more.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Matches that a link leads to, and those whose name says that they hold a secret, as the pattern spells them.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>Searches the disk.</summary>
    /// <param name="pattern">The pattern as it stands in the command.</param>
    /// <param name="directory">Where the command runs.</param>
    /// <param name="home">The agent's home folder, under which more names are secret.</param>
    public static PatternLinks Search(string pattern, string directory, string home)
    {
        var links = new PatternLinks(pattern.StartsWith('/') ? pattern : directory + "/" + pattern, home);
        links.Walk(0, "", isLinked: false, isMatched: false);
        return links;
    }

    private bool IsSecret(string path) => PathClasses.Of(path, _home).HasFlag(PathClass.Secret);

    private void Walk(int index, string path, bool isLinked, bool isMatched)
    {
        if (!IsComplete)
        {
            return;
        }

        if (index == _names.Length)
        {
            if (isLinked || IsSecret(path))
            {
                IsComplete = _found.Count < MaximumMatches;
                _found.Add(path);
            }

            return;
        }

        var name = _names[index];
        if (!PathPattern.IsPattern(name))
        {
            // Links before the first pattern character belong to the folder, which is placed like every path.
            var next = path + "/" + name;
            Walk(index + 1, next, isLinked || (isMatched && new FileInfo(next).LinkTarget is not null), isMatched);
            return;
        }

        try
        {
            foreach (var entry in new DirectoryInfo(path.Length == 0 ? "/" : path).EnumerateFileSystemInfos())
            {
                if (++_entries > MaximumEntries)
                {
                    IsComplete = false;
                    return;
                }

                var isLink = (entry.Attributes & FileAttributes.ReparsePoint) != FileAttributes.None;
                if (PathPattern.CanMatch(name, entry.Name) && (isLink || index + 1 < _names.Length || isLinked || IsSecret(path + "/" + entry.Name)))
                {
                    Walk(index + 1, path + "/" + entry.Name, isLinked || isLink, isMatched: true);
                }
            }
        }
        catch (Exception problem) when (problem is DirectoryNotFoundException or FileNotFoundException)
        {
            // Nothing stands there, so nothing matches.
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A file where the pattern wants a folder matches nothing; a folder that may not be read may hold anything.
            IsComplete = File.Exists(path);
        }
    }
}
