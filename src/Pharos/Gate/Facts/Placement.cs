using Pharos.Gate.Facts.Web;
using Pharos.Proposals;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Says where paths lie, each once, for one proposal.</summary>
internal sealed class Placement
{
    private readonly string _root;
    private readonly string _resolvedRoot;
    private readonly string _home;
    private readonly bool _isLocalDisk;

    // A workspace that is a link to the whole disk or a home folder is refused like one that is named so, or a swapped link would put every file inside.
    private readonly bool _isTooWide;
    private readonly IFileView _files;
    private readonly Dictionary<string, PlacedFile> _placed = new(StringComparer.Ordinal);
    private readonly List<PlacedFile> _inOrder = [];

    public Placement(string root, string home, bool isLocalDisk, IFileView files)
    {
        _root = root;
        _home = home;
        _isLocalDisk = isLocalDisk;
        _files = files;
        _resolvedRoot = files.Look(root).Resolved ?? root;
        _isTooWide = _resolvedRoot == "/" || LexicalPath.IsWithin(home, _resolvedRoot);
    }

    /// <summary>Every path asked about, in order.</summary>
    public IReadOnlyList<PlacedFile> Files => _inOrder;

    public PlacedEffect Of(Effect effect) => effect.TargetKind switch
    {
        TargetKind.Path when effect.Target.StartsWith('/') => new(effect, Of(effect.Target)),
        TargetKind.Url or TargetKind.Host => new(effect, null) { Address = WebAddress.ClassOf(effect.Target) },
        _ => new(effect, null),
    };

    /// <summary>
    /// Makes an absolute path as the kernel would: <c>link/..</c> is the parent of where the link leads, not of where it stands. Where the disk may not be looked at, the text decides.
    /// </summary>
    public string Resolve(string path, string from)
    {
        var full = path.StartsWith('/') ? path : from + "/" + path;
        if (!full.Contains("..", StringComparison.Ordinal))
        {
            return LexicalPath.Normalise(full);
        }

        var walked = "";
        foreach (var part in full.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                walked = LexicalPath.ParentOf(_files.Look(walked.Length == 0 ? "/" : walked).Resolved ?? (walked.Length == 0 ? "/" : walked)).TrimEnd('/');
            }
            else if (part != ".")
            {
                walked += "/" + part;
            }
        }

        return walked.Length == 0 ? "/" : walked;
    }

    public PlacedFile Of(string path)
    {
        if (_placed.TryGetValue(path, out var known))
        {
            return known;
        }

        var look = _files.Look(path);
        // On another machine's disk the text has to do. Here, what cannot be resolved is not known to be inside.
        // Both must lie inside: a link in the workspace to a file outside is outside, and a link outside to a file inside would itself be changed.
        var isInside = !_isTooWide
            && (LexicalPath.IsWithin(path, _root) || LexicalPath.IsWithin(path, _resolvedRoot))
            && (look.Resolved is null ? !_isLocalDisk : LexicalPath.IsWithin(look.Resolved, _resolvedRoot));
        var file = new PlacedFile(path, look.Resolved, isInside, ClassesOf(path, look.Resolved), look.Kind);
        _placed.Add(path, file);
        _inOrder.Add(file);
        return file;
    }

    private PathClass ClassesOf(string path, string? resolved)
    {
        var classes = PathClasses.Of(path, _home);
        return resolved is null || resolved == path ? classes : classes | PathClasses.Of(resolved, _home);
    }
}
