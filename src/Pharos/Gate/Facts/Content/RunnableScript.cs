namespace Pharos.Gate.Facts.Content;

/// <summary>A text in a file that something will run.</summary>
/// <param name="Language">The program that runs it: <c>sh</c>, <c>python3</c>, <c>node</c>…</param>
/// <param name="Text">The text as that program gets it.</param>
/// <param name="Origin">Who runs it where.</param>
internal readonly record struct RunnableScript(string Language, string Text, EffectOrigin Origin)
{
    /// <summary>True when a shell runs it.</summary>
    public bool IsShell => Language == Shell;

    /// <summary>The language of shell text.</summary>
    public const string Shell = "sh";
}
