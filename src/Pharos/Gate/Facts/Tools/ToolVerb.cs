using Pharos.Proposals;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts.Tools;

/// <summary>What a tool's name says that it does with the paths it gets. A guess that can only make a decision stricter: the tool itself stays unknown.</summary>
/// <param name="Kind">The effect, <see cref="EffectKind.Read"/> where the name says nothing.</param>
internal readonly record struct ToolVerb(EffectKind Kind)
{
    private static readonly string[] Writing = ["write", "create", "save", "edit", "update", "append", "insert", "replace", "put", "set", "copy", "move", "rename", "patch", "upload", "touch", "install", "modify", "add", "store", "export", "download"];
    private static readonly string[] Deleting = ["delete", "remove", "rm", "unlink", "purge", "wipe", "clear", "erase", "destroy", "trash", "drop"];
    private static readonly string[] Listing = ["list", "ls", "tree", "stat", "exists"];

    /// <summary>Reads a tool's name: its words are separated by signs or by capitals.</summary>
    public static ToolVerb Of(string tool)
    {
        var words = Words(McpToolName.Of(tool) is { Tool.Length: > 0 } named ? named.Tool : tool);
        return words.Any(word => Deleting.Contains(word)) ? new ToolVerb(EffectKind.Delete)
            : words.Any(word => Writing.Contains(word)) ? new ToolVerb(EffectKind.Write)
            : words.Any(word => Listing.Contains(word)) ? new ToolVerb(EffectKind.List)
            : new ToolVerb(EffectKind.Read);
    }

    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 1; i <= name.Length; i++)
        {
            if (i == name.Length || !char.IsLetterOrDigit(name[i]) || (char.IsUpper(name[i]) && char.IsLower(name[i - 1])))
            {
                words.Add(name[start..i].Trim('_', '-', '.', ' ').ToLowerInvariant());
                start = i;
            }
        }

        return words;
    }
}
