namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>What calling a name does: a row of a call table.</summary>
/// <param name="Steps">What it does with its arguments.</param>
/// <param name="Does">Effects that do not depend on arguments.</param>
/// <param name="Result">What the call's value is; null when nothing is known about it.</param>
internal sealed record CallMeaning(IReadOnlyList<CallStep> Steps, IReadOnlyList<DoneEffect> Does, CallResult? Result)
{
    /// <summary>True when passing the name on is as telling as calling it.</summary>
    public bool IsHarmless => Steps.Count == 0 && Does.Count == 0;
}

/// <summary>One thing a call does with an argument.</summary>
/// <param name="Verb">A verb of the call tables, or null when <paramref name="Role"/> says it.</param>
/// <param name="Role">What the argument means.</param>
/// <param name="Argument">Position of the argument; -1 for the object the method is called on.</param>
/// <param name="Second">Position of a second argument, such as a file's mode.</param>
/// <param name="IsRest">True when every argument from this position on is meant.</param>
internal sealed record CallStep(string? Verb, Role Role, int Argument, int Second, bool IsRest);

/// <summary>How a call's value follows from its arguments.</summary>
/// <param name="Fold">The name of the folding.</param>
/// <param name="Argument">Position of the argument; -1 for the object.</param>
internal sealed record CallResult(string Fold, int Argument);
