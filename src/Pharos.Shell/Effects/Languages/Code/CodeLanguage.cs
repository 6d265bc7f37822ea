namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>A programming language as far as its one-liners are read.</summary>
/// <param name="name">The name of its call table.</param>
/// <param name="dialect">Its lexical facts.</param>
internal sealed class CodeLanguage(string name, CodeDialect dialect)
{
    private readonly Lazy<CallTable> _calls = new(() => CallTable.Load(name));

    public CodeDialect Dialect => dialect;

    public CallTable Calls => _calls.Value;

    /// <summary>Reads a statement of the language's own (an import, a definition) after its keyword; false when the keyword means nothing special.</summary>
    public Func<CodeReader, string, bool> Statement { get; init; } = static (_, _) => false;

    /// <summary>Names that stand before another without changing it (<c>builtins</c>, <c>globalThis</c>).</summary>
    public IReadOnlyList<string> Transparent { get; init; } = [];

    /// <summary>Where the interpreter looks first for a module, below the working directory; <c>?</c> stands for its name.</summary>
    public IReadOnlyList<string> Shadows { get; init; } = [];
}
