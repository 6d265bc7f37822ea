namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>An argument of a call or a member of a list.</summary>
/// <param name="Name">The name that was given for it, if any.</param>
/// <param name="Value">What is known about it.</param>
/// <param name="Start">Where it begins in the code.</param>
/// <param name="End">Where it ends.</param>
/// <param name="HasComma">True when a comma follows, which makes a bracket a list.</param>
internal readonly record struct CodeArgument(string? Name, CodeValue Value, int Start, int End, bool HasComma);
