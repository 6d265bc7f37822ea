using System.Collections.Frozen;

namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>The languages whose one-liners are read, by the program that runs them.</summary>
internal static class CodeLanguages
{
    private static readonly CodeLanguage Python = new("python", new CodeDialect
    {
        HashComments = true, PythonStrings = true, LinesEnd = true,
        Keywords = CodeDialect.Words("and or not in is if elif else for while with as def class lambda return yield import from pass break continue try except finally raise del global nonlocal assert async await"),
    })
    { Statement = CodeStatements.Python, Transparent = ["builtins", "__builtins__", "__builtin__"], Shadows = ["?.py", "?/__init__.py"] };

    private static readonly CodeLanguage Node = new("node", new CodeDialect
    {
        SlashComments = true, Templates = true, Patterns = true, LinesEnd = true,
        Keywords = CodeDialect.Words("const let var function return if else for while do of in new typeof instanceof void await async yield class extends throw try catch finally switch case default break continue export"),
    })
    { Statement = CodeStatements.Node, Transparent = ["globalThis", "global", "window", "self"] };

    private static readonly CodeLanguage Perl = new("perl", new CodeDialect
    {
        HashComments = true, Sigils = "$@%&", BackticksRun = true, Interpolation = '$', PlainSingleQuotes = true, Patterns = true, PerlQuoting = true, BareCalls = true, Joins = ".",
        Keywords = CodeDialect.Words("if elsif else unless while until for foreach do my our local sub return last next redo and or not xor eq ne lt gt le ge cmp x use no package BEGIN END INIT"),
    })
    { Statement = CodeStatements.Perl, Transparent = ["CORE", "CORE.GLOBAL", "main"] };

    private static readonly CodeLanguage Ruby = new("ruby", new CodeDialect
    {
        HashComments = true, Sigils = "$@", BackticksRun = true, Interpolation = '#', PlainSingleQuotes = true, Patterns = true, PercentQuoting = true, LinesEnd = true, BareCalls = true,
        Keywords = CodeDialect.Words("if elsif else unless while until for do end begin rescue ensure case when in then def class module return break next redo retry yield and or not self nil true false super alias undef BEGIN END"),
    })
    { Statement = CodeStatements.Ruby };

    private static readonly CodeLanguage Php = new("php", new CodeDialect
    {
        HashComments = true, SlashComments = true, Sigils = "$", BackticksRun = true, Interpolation = '$', PlainSingleQuotes = true, Joins = ".",
        Keywords = CodeDialect.Words("if else elseif foreach for while do as function fn return use new echo print switch case break continue try catch finally throw global static class namespace instanceof and or xor clone php include include_once require require_once"),
    })
    { Statement = CodeStatements.Php };

    private static readonly CodeLanguage Lua = new("lua", new CodeDialect
    {
        DashComments = true, LongBrackets = true, LinesEnd = true, Joins = "..",
        Keywords = CodeDialect.Words("local function end if then else elseif for in do while repeat until return and or not break goto"),
    })
    { Statement = CodeStatements.Lua, Transparent = ["_G"] };

    private static readonly CodeLanguage R = new("r", new CodeDialect
    {
        HashComments = true, LinesEnd = true, Joins = "",
        Keywords = CodeDialect.Words("if else for while function in repeat break next"),
    });

    private static readonly FrozenDictionary<string, CodeLanguage> ByProgram = new Dictionary<string, CodeLanguage>(StringComparer.Ordinal)
    {
        ["python"] = Python, ["pypy"] = Python, ["ipython"] = Python, ["uv"] = Python, ["node"] = Node, ["nodejs"] = Node, ["deno"] = Node, ["bun"] = Node, ["perl"] = Perl,
        ["ruby"] = Ruby, ["irb"] = Ruby, ["php"] = Php, ["lua"] = Lua, ["luajit"] = Lua, ["texlua"] = Lua, ["Rscript"] = R, ["R"] = R,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every language once, for tests.</summary>
    public static IReadOnlyList<CodeLanguage> All { get; } = [Python, Node, Perl, Ruby, Php, Lua, R];

    public static CodeLanguage? Of(string program) => ByProgram.GetValueOrDefault(program);
}
