namespace Pharos.Shell.Effects.Programs;

/// <summary>Keeps, along the expression of <c>find</c>, what the tests before an action leave of the files below the starting points.</summary>
internal sealed class FindTests
{
    private readonly Stack<Group> _groups = new();
    private Group _group = new(Selection.All);
    private bool _isNegated;

    /// <summary>What is left where the expression stands now.</summary>
    public Selection Selection => _group.Current;

    /// <summary>Takes in the word at a position, whatever it is.</summary>
    public void See(IReadOnlyList<ShellWord> words, int at)
    {
        switch (words[at].Text)
        {
            case "(" or "\\(":
                // What a negated group leaves out is not followed: it leaves everything.
                _groups.Push(_group);
                _group = new Group(_group.Current) { IsNegated = _isNegated };
                _isNegated = false;
                break;
            case ")" or "\\)" when _groups.Count > 0:
                var inner = _group.IsNegated ? _group.Before : _group.Least();
                _group = _groups.Pop();
                _group.Current = inner > _group.Current ? inner : _group.Current;
                break;
            case "!" or "-not":
                _isNegated = !_isNegated;
                break;
            case "-o" or "-or" or ",":
                _group.Alternative();
                break;
            case var test when test.Length > 1 && test[0] == '-':
                var leaves = _isNegated ? Selection.All : Of(test, at + 1 < words.Count ? words[at + 1].Text : "");
                _group.Current = leaves > _group.Current ? leaves : _group.Current;
                _isNegated = false;
                break;
        }
    }

    private static Selection Of(string test, string value) => test switch
    {
        "-name" or "-iname" or "-lname" or "-ilname" or "-path" or "-ipath" or "-wholename" or "-iwholename" or "-regex" or "-iregex" => Selections.OfPattern(value),
        "-samefile" or "-inum" => Selection.Named,
        "-mtime" or "-atime" or "-ctime" or "-mmin" or "-amin" or "-cmin" or "-size" or "-empty" or "-perm" or "-user" or "-group" or "-uid" or "-gid" or "-nouser" or "-nogroup" or "-links" => Selection.Some,
        "-type" or "-xtype" => value == "l" ? Selection.Some : Selection.All,
        _ => test.StartsWith("-newer", StringComparison.Ordinal) || test is "-anewer" or "-cnewer" ? Selection.Some : Selection.All,
    };

    /// <summary>An expression between parentheses, or the whole.</summary>
    private sealed class Group(Selection before)
    {
        private Selection? _least;

        public Selection Before { get; } = before;

        public Selection Current { get; set; } = before;

        public bool IsNegated { get; init; }

        public void Alternative()
        {
            _least = Least();
            Current = Before;
        }

        /// <summary>A group leaves what the widest of its alternatives leaves.</summary>
        public Selection Least() => _least is { } earlier && earlier < Current ? earlier : Current;
    }
}
