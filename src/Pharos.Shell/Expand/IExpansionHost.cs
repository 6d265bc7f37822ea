using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>What the expansion of a word needs from the walk through the script.</summary>
internal interface IExpansionHost
{
    /// <summary>The state that the word is expanded in.</summary>
    ShellState State { get; }

    /// <summary>Where the script runs.</summary>
    ShellContext Context { get; }

    /// <summary>Runs a substitution's commands and returns its output when that is certain.</summary>
    ShellValue Substitute(ListNode body);

    /// <summary>Notes something that cannot be understood.</summary>
    void Doubt(SourceSpan at, string why);

    /// <summary>How a part is written.</summary>
    string Written(SourceSpan span);

    /// <summary>Where a part stands in the script that was analysed.</summary>
    SourceSpan Place(SourceSpan span);

    /// <summary>How many more words may be produced; asking takes <paramref name="count"/> of them.</summary>
    bool Take(int count);

    /// <summary>How many more words may be produced.</summary>
    int Remaining { get; }
}
