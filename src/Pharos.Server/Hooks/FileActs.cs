using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>What is done to files, as the tools that policies know. Null where a text that says what would be done is missing.</summary>
internal static class FileActs
{
    /// <summary>Writes a whole file.</summary>
    public static ToolAct? Write(string? path, string? content) =>
        path is null || content is null ? null : ToolAct.Of("Write", RegoObject.Of(("file_path", RegoString.Of(path)), ("content", RegoString.Of(content))));

    /// <summary>Replaces one text in a file.</summary>
    public static ToolAct? Edit(string? path, string? before, string? after, bool everywhere) =>
        path is null || before is null || after is null ? null : ToolAct.Of("Edit", RegoObject.Of(
            ("file_path", RegoString.Of(path)),
            ("old_string", RegoString.Of(before)),
            ("new_string", RegoString.Of(after)),
            ("replace_all", RegoBoolean.Of(everywhere))));

    /// <summary>Replaces several texts in a file.</summary>
    public static ToolAct? Edits(string? path, RegoArray? edits) =>
        path is null || edits is null ? null : ToolAct.Of("MultiEdit", RegoObject.Of(("file_path", RegoString.Of(path)), ("edits", edits)));

    /// <summary>One of several edits.</summary>
    public static RegoObject OneEdit(string before, string after) => RegoObject.Of(("old_string", RegoString.Of(before)), ("new_string", RegoString.Of(after)));

    /// <summary>Changes a cell of a notebook.</summary>
    public static ToolAct? EditNotebook(string? path, string? source) =>
        path is null || source is null ? null : ToolAct.Of("NotebookEdit", RegoObject.Of(("notebook_path", RegoString.Of(path)), ("new_source", RegoString.Of(source))));

    /// <summary>Removes a file: the same as the command that would.</summary>
    public static ToolAct? Delete(string? path) => path is null ? null : ToolAct.Command($"rm -- {ShellWord.Quote(path)}", null, null);

    /// <summary>Moves a file: the same as the command that would.</summary>
    public static ToolAct Move(string from, string to) => ToolAct.Command($"mv -- {ShellWord.Quote(from)} {ShellWord.Quote(to)}", null, null);

    /// <summary>Reads a file.</summary>
    public static ToolAct? Read(string? path) => path is null ? null : ToolAct.Of("Read", RegoObject.Of(("file_path", RegoString.Of(path))));

    /// <summary>Lists the files that a pattern matches, below a folder or the session's.</summary>
    public static ToolAct? Find(string? pattern, string? folder) => pattern is null ? null : ToolAct.Of("Glob", Of(("pattern", pattern), ("path", folder)));

    /// <summary>Searches the files that a pattern matches, below a folder or the session's.</summary>
    public static ToolAct? Search(string? text, string? folder, string? files) => text is null ? null : ToolAct.Of("Grep", Of(("pattern", text), ("path", folder), ("glob", files)));

    private static RegoObject Of(params ReadOnlySpan<(string Name, string? Text)> members)
    {
        var builder = new RegoObject.Builder(members.Length);
        foreach (var (name, text) in members)
        {
            if (text is not null)
            {
                builder.Set(name, RegoString.Of(text));
            }
        }

        return builder.Build();
    }
}
