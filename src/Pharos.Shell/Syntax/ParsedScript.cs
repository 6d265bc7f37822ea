namespace Pharos.Shell.Syntax;

/// <summary>A script as a tree, with everything that is wrong with it.</summary>
/// <param name="Body">What was understood, also when there are errors.</param>
/// <param name="Errors">Why the text is not a script.</param>
/// <param name="Doubts">Text that is a script but may be read otherwise by another shell.</param>
internal sealed record ParsedScript(ListNode Body, IReadOnlyList<Unknown> Errors, IReadOnlyList<Unknown> Doubts);
