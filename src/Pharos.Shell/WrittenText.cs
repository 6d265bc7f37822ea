namespace Pharos.Shell;

/// <summary>A text that a script puts into a file, where it stands in the script itself (<c>cat &gt; file &lt;&lt;EOF</c>, <c>echo … &gt;&gt; file</c>, <c>… | tee file</c>).</summary>
/// <param name="Path">The file, absolute and normalised.</param>
/// <param name="Text">The text; parts that are not known before the script runs stand as they are written.</param>
/// <param name="Command">Index of the command that writes it last.</param>
public sealed record WrittenText(string Path, string Text, int Command);
